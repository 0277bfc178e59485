package io.kullback.config;

import static io.kullback.config.BadConfiguration.RIGHT;

import java.util.stream.Stream;

/** What is wrong with those who are to be told of alerts. */
final class BadDestinations {

    private BadDestinations() {}

    static Stream<BadConfiguration> all() {
        return Stream.of(
                forbidden("http://127.0.0.1:9093", "127.0.0.1 is not a public address"),
                forbidden("http://169.254.169.254/latest/meta-data", "not in 'notify.allow'"),
                forbidden("'http://[::1]:80/'", "is not a public address"),
                notify(
                        34,
                        ProblemCode.FORBIDDEN_ADDRESS,
                        "{allow: [10.0.0.0/8], webhooks: [{name: a, url: 'http://192.168.0.9'}]}",
                        "1:57 notify.webhooks[0].url",
                        "192.168.0.9 is not a public address",
                        "notify.allow"),
                notify(
                        0,
                        ProblemCode.ILLEGAL_URL,
                        "{webhooks: [{name: a, url: 'http://a b'}]}",
                        "1:36 notify.webhooks[0].url",
                        "this is no URL",
                        "https://"),
                destination("url: 'ftp://example.org'", "1:36", "begins with http:// or https://", "https://"),
                destination("url: 'https://kim:x@example.org'", "1:36", "holds no user and no password", "https://"),
                destination("url: 'https://example.org', kinds: [fired]", "1:36", "kinds are some of", "https://"),
                destination("url: 'https://example.org', timeout: 0s", "1:36", "'timeout' must be longer", "https://"));
    }

    private static BadConfiguration forbidden(String url, String reason) {
        return notify(
                34,
                ProblemCode.FORBIDDEN_ADDRESS,
                "{alertmanagers: [{name: a, url: " + url + "}]}",
                "1:41 notify.alertmanagers[0].url",
                reason,
                "notify.allow");
    }

    private static BadConfiguration destination(String entries, String place, String reason, String remedy) {
        return notify(
                0,
                ProblemCode.ILLEGAL_DESTINATION,
                "{webhooks: [{name: a, " + entries + "}]}",
                place + " notify.webhooks[0].url",
                reason,
                remedy);
    }

    private static BadConfiguration notify(
            int kind, ProblemCode code, String notify, String place, String reason, String remedy) {
        return new BadConfiguration(kind, code, "notify: " + notify + "\n" + RIGHT, place, reason, remedy);
    }
}
