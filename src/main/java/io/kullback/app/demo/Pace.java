package io.kullback.app.demo;

import java.time.Duration;

/**
 * A speed up to some event time, and another one from there on.
 *
 * @param change how long after the first event the speed changes
 */
public record Pace(Speed first, Duration change, Speed then) {

    /** One speed from the first event to the last. */
    public static Pace steady(Speed speed) {
        return new Pace(speed, Duration.ZERO, speed);
    }

    /** How long after the start of the replay an event is due that lies so long after the first event. */
    Duration due(Duration sinceFirstEvent) {
        return sinceFirstEvent.compareTo(change) <= 0
                ? first.due(sinceFirstEvent)
                : first.due(change).plus(then.due(sinceFirstEvent.minus(change)));
    }
}
