package io.kullback.stream;

import java.util.Collection;

/** A topic that is to be watched does not exist. */
public final class MissingTopicException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MissingTopicException(Collection<String> topics, String servers) {
        super("there is no topic "
                + String.join(
                        ", ", topics.stream().map(topic -> "'" + topic + "'").toList()) + " at " + servers
                + ". Create it, or correct 'topic' of the monitor.");
    }
}
