package io.kullback.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules about what leads from board to board. */
final class LinkRules {

    private static final Pattern TARGET = Pattern.compile("^/d/([\\w-]+)\\?");
    private static final Pattern GIVEN = Pattern.compile("var-(\\w+)=");
    private static final Pattern PASSED_ON = Pattern.compile("\\$\\{(\\w+):queryparam\\}");
    private static final String TIME = "${__url_time_range}";
    private static final String STATUS_PAGE = "${page:raw}/#/";

    private LinkRules() {}

    static List<String> dropdown(Board board) {
        boolean leadsOn = Board.elements(board.json().path("links")).stream()
                .anyMatch(link -> link.path("type").asText().equals("dashboards")
                        && link.path("asDropdown").asBoolean()
                        && link.path("includeVars").asBoolean()
                        && link.path("keepTime").asBoolean()
                        && Board.elements(link.path("tags")).stream()
                                .map(JsonNode::asText)
                                .toList()
                                .equals(List.of("kullback")));
        return leadsOn ? List.of() : List.of("no list of the boards tagged kullback that keeps variables and time");
    }

    static List<String> dataLinks(Board board) {
        Map<String, Board> boards = Board.all().stream().collect(Collectors.toMap(Board::uid, each -> each));
        List<String> problems = new ArrayList<>();
        for (Board.Link link : board.dataLinks()) {
            String place = link.place() + " link '" + link.title() + "' ";
            if (link.url().startsWith(STATUS_PAGE)) {
                if (!board.variables().containsKey("page")) {
                    problems.add(place + "needs the variable page, which its own board lacks");
                }
                continue;
            }
            Matcher target = TARGET.matcher(link.url());
            if (!target.find() || !boards.containsKey(target.group(1))) {
                problems.add(place + "leads to no board: " + link.url());
                continue;
            }
            Set<String> there = boards.get(target.group(1)).variables().keySet();
            Set<String> passedOn = all(PASSED_ON, link.url());
            Set<String> given = all(GIVEN, link.url());
            given.stream()
                    .filter(name -> !there.contains(name))
                    .forEach(name -> problems.add(place + "sets variable " + name + ", which its target lacks"));
            passedOn.stream()
                    .filter(name -> !there.contains(name) || !board.variables().containsKey(name))
                    .forEach(name -> problems.add(place + "passes on variable " + name + ", which one of both lacks"));
            if (!passedOn.containsAll(Set.of("datasource", "job", "instance"))
                    || !given.contains("monitor")
                    || !link.url().contains(TIME)) {
                problems.add(place + "forgets the data source, job, instance, monitor or time");
            }
        }
        return problems;
    }

    private static Set<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }
}
