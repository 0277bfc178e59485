package io.kullback.app;

import java.util.Locale;

/** For whom an answer is. */
enum OutputFormat {
    /** People. */
    TEXT,
    /** Programs. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
