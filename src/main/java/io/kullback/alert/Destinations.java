package io.kullback.alert;

import java.net.URI;
import java.time.Duration;

/** What holds for the settings of every destination. */
final class Destinations {

    private Destinations() {}

    static void requireWeb(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null) {
            throw new IllegalArgumentException("the URL of a destination begins with http:// or https:// and a host");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the URL of a destination holds no user and no password");
        }
        if (url.getRawFragment() != null) {
            throw new IllegalArgumentException("the URL of a destination has no part after '#'");
        }
    }

    static void requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("'" + name + "' must be longer than nothing, but is " + duration);
        }
    }
}
