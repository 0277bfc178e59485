package io.kullback.alert;

/**
 * What came of a request.
 *
 * @param kind whether it is done, and if not, whether to try again
 * @param reason why it failed, in words; empty if it did not
 */
record Reply(Kind kind, String reason) {

    enum Kind {
        DELIVERED,
        /** No answer, or one that may be another next time. */
        UNAVAILABLE,
        /** The same request will not do better. */
        REFUSED
    }

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;

    static Reply ofStatus(int status) {
        if (status / 100 == 2) {
            return new Reply(Kind.DELIVERED, "");
        }
        boolean passes = status / 100 == 5 || status == REQUEST_TIMEOUT || status == TOO_EARLY || status == TOO_MANY;
        return new Reply(passes ? Kind.UNAVAILABLE : Kind.REFUSED, "answered with status " + status);
    }
}
