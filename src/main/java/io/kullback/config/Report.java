package io.kullback.config;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with one file. */
final class Report {

    private final String file;
    private final Variables variables;
    // A value that is asked for twice is wrong once.
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<String, Boolean> asked = new TreeMap<>();
    private final Shapes shapes = new Shapes();
    private final Map<String, Mark> marks = new HashMap<>();

    Report(String file, Variables variables) {
        this.file = file;
        this.variables = variables;
    }

    Variables variables() {
        return variables;
    }

    void add(ProblemCode code, Node at, String path, String message, String remedy) {
        add(code, at.getStartMark(), path, message, remedy);
    }

    void add(ProblemCode code, Optional<Mark> at, String path, String message, String remedy) {
        add(
                code,
                at.map(mark -> mark.getLine() + 1).orElse(0),
                at.map(mark -> mark.getColumn() + 1).orElse(0),
                path,
                message,
                remedy);
    }

    void add(ProblemCode code, int line, int column, String path, String message, String remedy) {
        problems.add(new Problem(code, file, line, column, path, variables.hide(message), variables.hide(remedy)));
    }

    /** Takes note of a key that was asked for, and whether the file has it. */
    void asked(String path, boolean present) {
        asked.merge(path.replaceAll("\\[\\d+]", "[]"), present, Boolean::logicalOr);
    }

    /** Every key that was asked for anywhere, items of lists under one name, and whether the file has it at least once. */
    Map<String, Boolean> asked() {
        return asked;
    }

    /** What was asked for, and as what. */
    Shapes shapes() {
        return shapes;
    }

    /** Takes note of where a value stands. */
    void found(String path, Node value) {
        value.getStartMark().ifPresent(mark -> marks.put(path, mark));
    }

    Places places() {
        return new Places(file, marks, variables);
    }

    /** Whether the file can be used. */
    boolean isClean() {
        return problems.stream().noneMatch(Problem::isError);
    }

    /** What does not keep the file from being used, in the order of the file. */
    List<Problem> warnings() {
        return problems.stream()
                .filter(problem -> !problem.isError())
                .sorted(Problem.BY_PLACE)
                .toList();
    }

    ConfigurationException exception() {
        return new ConfigurationException(problems);
    }
}
