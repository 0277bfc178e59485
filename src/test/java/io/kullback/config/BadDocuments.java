package io.kullback.config;

import static io.kullback.config.BadConfiguration.RIGHT;
import static io.kullback.config.BadConfiguration.SERVERS;
import static io.kullback.config.BadConfiguration.kind;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bad configurations whose text, keys, variables or names are wrong. */
final class BadDocuments {

    private BadDocuments() {}

    static Stream<BadConfiguration> all() {
        return Stream.of(theText(), theKeys(), theVariables(), theMonitors()).flatMap(kinds -> kinds);
    }

    private static Stream<BadConfiguration> theText() {
        String bomb = Stream.iterate(1, i -> i < 30, i -> i + 1)
                .map(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n")
                .collect(Collectors.joining("", "a0: &a0 [x, x]\n", RIGHT));
        String deep = "a: " + "[".repeat(5_000) + "]".repeat(5_000);
        return Stream.of(
                new BadConfiguration(3, ProblemCode.NOT_YAML, "kafka: [", "1:9", "expected the node content", "quote"),
                new BadConfiguration(
                        3, ProblemCode.NOT_YAML, "kafka: a: b", "1:9", "mapping values are not allowed", "': '"),
                new BadConfiguration(3, ProblemCode.NOT_YAML, "kafka:\n  x: \u0007", "2:6", "U+0007", "escape"),
                new BadConfiguration(
                        4, ProblemCode.ILLEGAL_INDENT, "kafka:\n\ta: b", "2:1", "a tab stands", "never tabs"),
                new BadConfiguration(
                        4, ProblemCode.ILLEGAL_INDENT, "kafka: x\n  a: b", "2:4", "indented unlike", "one column"),
                new BadConfiguration(
                        4, ProblemCode.ILLEGAL_INDENT, "a:\n  b: 1\n c: 2", "3:2", "indented unlike", "one column"),
                new BadConfiguration(6, ProblemCode.EMPTY, "", "", "holds nothing", "kullback.reference.yaml"),
                new BadConfiguration(
                        6, ProblemCode.EMPTY, "# nothing\n", "", "holds nothing", "kullback.reference.yaml"),
                new BadConfiguration(7, ProblemCode.ALIAS_BOMB, bomb, "16:6", "more than 200000 values", "Write out"),
                new BadConfiguration(
                        7, ProblemCode.ALIAS_BOMB, "a: &a [*a]\n" + RIGHT, "1:4", "alias to itself", "Write out"),
                new BadConfiguration(0, ProblemCode.TOO_DEEP, deep, "1:67", "nested deeper than 64", "fewer than ten"),
                new BadConfiguration(
                        0,
                        ProblemCode.SEVERAL_DOCUMENTS,
                        RIGHT + "---\n" + RIGHT,
                        "9:1",
                        "a second document begins",
                        "Remove the line"));
    }

    private static Stream<BadConfiguration> theKeys() {
        return Stream.of(
                kind(
                        5,
                        ProblemCode.DUPLICATE_KEY,
                        "topic: flights",
                        "topic: flights\n    topic: other",
                        "5:5 monitors[0].topic",
                        "stands here twice",
                        "Remove one"),
                kind(
                        8,
                        ProblemCode.UNKNOWN_KEY,
                        "type: number",
                        "type: number, colour: red",
                        "8:37 monitors[0].features[0].colour",
                        "no key 'colour'",
                        "Known here: alert, bins"),
                kind(
                        9,
                        ProblemCode.MISSPELT_KEY,
                        "type: number",
                        "type: number, feild: /x",
                        "8:37 monitors[0].features[0].feild",
                        "no key 'feild'",
                        "Did you mean 'field'?"),
                kind(
                        10,
                        ProblemCode.WRONG_TYPE,
                        "{size: 1h}",
                        "1h",
                        "5:13 monitors[0].window",
                        "keys and values are expected",
                        "key: value"),
                kind(
                        11,
                        ProblemCode.REQUIRED_KEY_MISSING,
                        "    topic: flights\n",
                        "",
                        "3:5 monitors[0]",
                        "'topic' is missing",
                        "Name the topic"));
    }

    private static Stream<BadConfiguration> theVariables() {
        return Stream.of(
                kind(
                        12,
                        ProblemCode.UNRESOLVED_VARIABLE,
                        "topic: flights",
                        "topic: '${env:ABSENT}'",
                        "4:12 monitors[0].topic",
                        "variable ABSENT is not set",
                        "${env:NAME:-default}"),
                variable(ProblemCode.SECRET_MISSING, "absent", "does not exist", "Create it"),
                variable(ProblemCode.SECRET_UNREADABLE, "sub", "is a directory", "Name a file in it"),
                variable(ProblemCode.SECRET_UNREADABLE, "large", "larger than 65536", "this one value"),
                variable(ProblemCode.SECRET_UNREADABLE, "binary", "is not UTF-8", "as text"),
                variable(ProblemCode.SECRET_EMPTY, "empty", "is empty", "Write the value"),
                variable(ProblemCode.SECRET_EXPOSED, "open", "every user of this machine", "chmod o-r"));
    }

    private static BadConfiguration variable(ProblemCode code, String file, String reason, String remedy) {
        return kind(
                13,
                code,
                SERVERS,
                "{bootstrap.servers: a:1, client.id: '${file:" + file + "}'}",
                "1:44 kafka.client.id",
                reason,
                remedy);
    }

    private static Stream<BadConfiguration> theMonitors() {
        return Stream.of(
                new BadConfiguration(
                        14,
                        ProblemCode.NO_MONITORS,
                        "kafka: {bootstrap.servers: a:1}\nmonitors: []",
                        "2:11 monitors",
                        "nothing to do",
                        "Add one"),
                new BadConfiguration(
                        15,
                        ProblemCode.DUPLICATE_NAME,
                        RIGHT + RIGHT.substring(RIGHT.indexOf("  - name")),
                        "9:11 monitors[1].name",
                        "another monitor is called 'flights'",
                        "must differ"),
                kind(
                        16,
                        ProblemCode.ILLEGAL_NAME,
                        "name: flights",
                        "name: Flights!",
                        "3:11 monitors[0].name",
                        "'Flights!' cannot be",
                        "a-z, 0-9"),
                kind(
                        17,
                        ProblemCode.ILLEGAL_TOPIC,
                        "topic: flights",
                        "topic: a/b",
                        "4:12 monitors[0].topic",
                        "'a/b' cannot be",
                        "249 letters"));
    }
}
