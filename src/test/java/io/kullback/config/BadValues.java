package io.kullback.config;

import static io.kullback.config.BadConfiguration.RIGHT;
import static io.kullback.config.BadConfiguration.SERVERS;
import static io.kullback.config.BadConfiguration.kind;
import static io.kullback.config.BadConfiguration.reference;

import java.util.stream.Stream;

/** Bad configurations whose values are wrong, or what they refer to. */
final class BadValues {

    private BadValues() {}

    static Stream<BadConfiguration> all() {
        return Stream.of(theWindows(), theReferences(), theOthers()).flatMap(kinds -> kinds);
    }

    private static BadConfiguration window(
            int number, ProblemCode code, String window, String place, String reason, String remedy) {
        return kind(number, code, "{size: 1h}", window, place, reason, remedy);
    }

    private static Stream<BadConfiguration> theWindows() {
        return Stream.of(
                window(22, ProblemCode.ILLEGAL_DURATION, "{size: an hour}", "5:20", "'an hour'", "10s, 5m, 2h"),
                window(22, ProblemCode.ILLEGAL_WINDOW, "{size: 0s}", "5:20", "size must be at least 1 ms", "size: 1h"),
                window(23, ProblemCode.ILLEGAL_ADVANCE, "{size: 1h, advance: 7m}", "5:33", "multiple", "must divide"),
                window(23, ProblemCode.ILLEGAL_ADVANCE, "{size: 1h, advance: 0s}", "5:33", "at least 1 ms", "divide"),
                window(24, ProblemCode.ILLEGAL_WAIT, "{size: 1h, grace: -5s}", "5:31", "negative time", "0s waits"),
                window(24, ProblemCode.ILLEGAL_WAIT, "{size: 1h, idle-timeout: -1m}", "5:38", "'-1m'", "0s waits"),
                bins("{quantiles: 1}", "8:55 monitors[0].features[0].bins.quantiles", "at least 2"),
                bins("{edges: []}", "8:51 monitors[0].features[0].bins.edges", "at least one edge"),
                bins("{edges: [2, 2]}", "8:51 monitors[0].features[0].bins.edges", "must rise strictly"),
                bins("{edges: [1, NaN]}", "8:51 monitors[0].features[0].bins.edges", "edge 2 is NaN"),
                kind(
                        29,
                        ProblemCode.ILLEGAL_SMOOTHING,
                        "topic: flights",
                        "topic: flights\n    smoothing: {reference: -1}",
                        "5:28 monitors[0].smoothing.reference",
                        "pseudo-count of the reference must be at least 0",
                        "0.5 is usual"),
                kind(
                        30,
                        ProblemCode.ILLEGAL_THRESHOLD,
                        "topic: flights",
                        "topic: flights\n    alert: {thresholds: [{divergence: psi, above: -1}]}",
                        "5:51 monitors[0].alert.thresholds[0].above",
                        "above must be at least 0",
                        "above: 0.1"),
                kind(
                        30,
                        ProblemCode.ILLEGAL_THRESHOLD,
                        "topic: flights",
                        "topic: flights\n    alert: {clear-level: 1.5}",
                        "5:26 monitors[0].alert.clear-level",
                        "at most 1",
                        "0.8 is usual"));
    }

    private static BadConfiguration bins(String bins, String place, String reason) {
        return kind(
                25,
                ProblemCode.ILLEGAL_BINS,
                "type: number",
                "type: number, bins: " + bins,
                place,
                reason,
                "Edges must rise");
    }

    private static Stream<BadConfiguration> theReferences() {
        String file = "6:23 monitors[0].reference.file";
        String name = "8:16 monitors[0].features[0].name";
        return Stream.of(
                reference(26, ProblemCode.REFERENCE_MISSING, "absent.json", file, "no file", "reference build"),
                reference(26, ProblemCode.REFERENCE_UNREADABLE, "sub", file, "cannot be read", "permissions"),
                reference(26, ProblemCode.REFERENCE_EMPTY, "empty", file, "is empty", "reference build"),
                reference(26, ProblemCode.REFERENCE_EMPTY, "no-counts.json", file, "no counts", "reference build"),
                reference(26, ProblemCode.NOT_A_REFERENCE, "open", file, "holds no reference", "reference build"),
                reference(
                        26,
                        ProblemCode.REFERENCE_LACKS_FEATURE,
                        "other.json",
                        name,
                        "nothing of 'delay'",
                        "with this feature"),
                reference(
                        27,
                        ProblemCode.REFERENCE_TOO_SMALL,
                        "small.json",
                        name,
                        "49 usable values of 'delay', but even a window is judged on 50",
                        "longer time"),
                reference(27, ProblemCode.REFERENCE_CONSTANT, "constant.json", name, "all 80 values", "finer bins"),
                reference(
                        28,
                        ProblemCode.REFERENCE_OUTSIDE,
                        "../outside.json",
                        file,
                        "'../outside.json' is outside of the folder",
                        "reference-dir"),
                reference(28, ProblemCode.REFERENCE_OUTSIDE, "link.json", file, "a link out of", "reference-dir"),
                kind(
                        28,
                        ProblemCode.REFERENCE_MISSING,
                        "monitors:",
                        "reference-dir: nowhere\nmonitors:",
                        "2:16 reference-dir",
                        "there is no folder",
                        "Create it"));
    }

    private static Stream<BadConfiguration> theOthers() {
        return Stream.of(
                kind(
                        0,
                        ProblemCode.ILLEGAL_FORMAT,
                        "topic: flights",
                        "topic: flights\n    value: {format: csv, columns: [delay, time, delay]}",
                        "5:35 monitors[0].value.columns",
                        "'delay' stands there twice",
                        "Name each column once"),
                new BadConfiguration(
                        32,
                        ProblemCode.LIMIT_EXCEEDED,
                        "limits: {series: 30}\n"
                                + RIGHT.replace(
                                        "topic: flights",
                                        "topic: flights\n    segment: /carrier\n    limits: {segments: 30}"),
                        "1:9 limits",
                        "31 series, but limits.series is 30: flights 1 feature x (30 segments",
                        "raise limits.series"),
                kind(
                        0,
                        ProblemCode.OUT_OF_RANGE,
                        "monitors:",
                        "merge-partitions: 0\nmonitors:",
                        "2:19 merge-partitions",
                        "between 1 and 1000",
                        "4 serve"),
                kind(
                        0,
                        ProblemCode.ILLEGAL_FIELD,
                        "type: number",
                        "type: number, field: delay",
                        "8:44 monitors[0].features[0].field",
                        "'delay'",
                        "JSON Pointer"),
                kind(
                        0,
                        ProblemCode.ILLEGAL_TIME,
                        "2001-01-04T00:00:00Z",
                        "2001-01-04",
                        "6:32 monitors[0].reference.period.from",
                        "with an offset",
                        "2001-01-04T00:00:00Z"),
                kind(
                        0,
                        ProblemCode.INAPPLICABLE_THRESHOLD,
                        "type: number",
                        "type: boolean, alert: {thresholds: [{divergence: ks, above: 1}]}",
                        "8:72 monitors[0].features[0].alert.thresholds[0].divergence",
                        "needs values that have an order",
                        "psi or js_distance"),
                kind(
                        0,
                        ProblemCode.ILLEGAL_REFERENCE,
                        "{period: {",
                        "{file: x, period: {",
                        "6:16 monitors[0].reference",
                        "compared with one thing, but there are period and file",
                        "exactly one"),
                kind(
                        0,
                        ProblemCode.ILLEGAL_ADDRESS,
                        "monitors:",
                        "http: {bind: somewhere}\nmonitors:",
                        "2:14 http.bind",
                        "host:port",
                        "port 0"),
                kind(
                        0,
                        ProblemCode.RESERVED_PROPERTY,
                        SERVERS,
                        "{bootstrap.servers: a:1, application.id: x}",
                        "1:49 kafka.application.id",
                        "not the user's to set",
                        "top level"));
    }
}
