package io.kullback.stream;

/** No broker answered: the message says which were asked and what to check. */
public final class KafkaUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KafkaUnreachableException(String servers, Throwable cause) {
        super(
                "no Kafka broker answered at " + servers
                        + ". Check 'bootstrap.servers' and the security settings under 'kafka', and that the broker runs.",
                cause);
    }
}
