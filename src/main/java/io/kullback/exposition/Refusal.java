package io.kullback.exposition;

import java.util.Locale;

/** Why a question to the API is not answered as it was asked. */
enum Refusal {
    NOTHING_HERE(404, "There is nothing at this path"),
    NO_SUCH_MONITOR(404, "No monitor of this name is configured"),
    NO_SUCH_SERIES(404, "This instance has no such series"),
    WINDOW_NOT_KEPT(404, "This window is not kept in full"),
    NO_REFERENCE(404, "No reference is in force"),
    ILLEGAL_PARAMETER(400, "A parameter cannot be read"),
    RUNS_ELSEWHERE(421, "Another instance has this monitor"),
    ONLY_READING(405, "Only GET and HEAD are served"),
    NOT_ADMITTED(401, "A user's password or a token is needed"),
    BUSY(429, "Too many passwords are being checked"),
    TOO_MANY_LISTEN(503, "As many listen as there is room for");

    private final int status;
    private final String title;

    Refusal(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    /** The same for every occurrence, as RFC 9457 asks. */
    String title() {
        return title;
    }

    /** What programs tell it by. */
    String type() {
        return "urn:kullback:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
