package io.kullback.exposition;

import java.util.List;

/** Reads the configuration anew, for those who ask for it over HTTP. */
@FunctionalInterface
public interface Reloading {

    /** Where there is no file that could be read anew. */
    Reloading NONE = () -> new Outcome(Kind.NOT_STARTED, List.of("this service has no configuration file to read"));

    /** How it ended. */
    enum Kind {
        /** The configuration of the file is in force. */
        TAKEN(200),
        /** The file is wrong, or says what only a restart can change; the configuration before stays in force. */
        REFUSED(422),
        /** The service could not go on with it, and goes on with the configuration before. */
        FAILED(500),
        /** Nothing was read. */
        NOT_STARTED(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** Of HTTP. */
        int status() {
            return status;
        }
    }

    /**
     * What became of a configuration that was offered.
     *
     * @param lines what has changed, or every reason why nothing has; without secrets
     */
    record Outcome(Kind kind, List<String> lines) {
        public Outcome {
            lines = List.copyOf(lines);
        }
    }

    /** Returns when the configuration is in force or refused, which takes seconds. */
    Outcome now();
}
