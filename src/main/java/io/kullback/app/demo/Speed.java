package io.kullback.app.demo;

import java.time.Duration;

/**
 * How fast a replay goes: seconds of event time for each second of the clock.
 *
 * @param factor above 0; infinite for as fast as it goes
 */
public record Speed(double factor) {

    /** As fast as it goes. */
    public static final Speed MAX = new Speed(Double.POSITIVE_INFINITY);

    public Speed {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("the speed must be above 0, but is " + factor);
        }
    }

    /**
     * Reads {@code max} or a number.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static Speed parse(String text) {
        if (text.equals("max")) {
            return MAX;
        }
        try {
            return new Speed(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the speed must be 'max' or the seconds of event time that pass in a second, such as 130000, but is '"
                            + text + "'",
                    e);
        }
    }

    /** How long after the start of the replay an event is due that lies so long after the first event. */
    Duration due(Duration sinceFirstEvent) {
        return Duration.ofNanos((long) (sinceFirstEvent.toMillis() * 1e6 / factor));
    }

    @Override
    public String toString() {
        return Double.isInfinite(factor) ? "max" : String.valueOf(factor);
    }
}
