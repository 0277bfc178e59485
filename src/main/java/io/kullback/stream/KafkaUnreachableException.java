package io.kullback.stream;

/** The brokers cannot be reached, or let us not in: the message says which were asked, what happened and what to check. */
public final class KafkaUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KafkaUnreachableException(String servers, Throwable cause) {
        super(KafkaFailure.sentence(servers, cause), cause);
    }
}
