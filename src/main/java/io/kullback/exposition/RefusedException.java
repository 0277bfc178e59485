package io.kullback.exposition;

import java.util.Map;

/** A question to the API that is not answered as it was asked; becomes a problem of RFC 9457. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final transient Map<String, String> more;

    /**
     * @param detail what was wrong with this very question, and how to mend it
     * @param more members beside those of every problem
     */
    RefusedException(Refusal refusal, String detail, Map<String, String> more) {
        super(detail);
        this.refusal = refusal;
        this.more = Map.copyOf(more);
    }

    RefusedException(Refusal refusal, String detail) {
        this(refusal, detail, Map.of());
    }

    Answer answer() {
        return Answer.problem(refusal, getMessage(), more);
    }
}
