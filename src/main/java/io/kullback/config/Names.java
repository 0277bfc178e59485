package io.kullback.config;

import java.util.regex.Pattern;

/** Which names are legal. */
final class Names {

    static final String TOPIC_REMEDY = "Use up to 249 letters, digits, '.', '_' and '-', but not '.' or '..' alone.";

    private static final Pattern MONITOR = Pattern.compile("[a-z0-9_-]{1,63}");
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private Names() {}

    static boolean isLegalMonitor(String name) {
        return MONITOR.matcher(name).matches();
    }

    static boolean isLegalTopic(String name) {
        return TOPIC.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }

    /** Notes a topic name that Kafka would refuse. */
    static void requireTopic(Section section, String key, String name) {
        if (!isLegalTopic(name)) {
            section.problem(ProblemCode.ILLEGAL_TOPIC, key, "'" + name + "' cannot be a topic's name", TOPIC_REMEDY);
        }
    }
}
