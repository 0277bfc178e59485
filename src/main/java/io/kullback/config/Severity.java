package io.kullback.config;

import java.util.Locale;

/** How bad a problem is. */
public enum Severity {
    /** The configuration cannot be used. */
    ERROR,
    /** It can be used, but probably does not do what was meant. */
    WARNING;

    /** As it is printed: {@code error} or {@code warning}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
