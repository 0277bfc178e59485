package io.kullback.app;

/** What the process says to its caller when it ends. */
public enum ExitCode {
    OK(0),
    RUNTIME(1),
    USAGE(2),
    CONFIGURATION(3),
    DRIFT_FOUND(4),
    KAFKA_UNREACHABLE(5);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number. */
    public int code() {
        return code;
    }
}
