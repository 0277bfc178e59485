package io.kullback.alert;

import java.time.Instant;

/** Steps of alerts as the alerts topic tells them. */
final class Steps {

    private Steps() {}

    static Told step(String alert, long sequence, String kind, String status, Instant recorded) {
        return Told.parse(
                "{\"format\":\"kullback-alert/1\",\"monitor\":\"flights\",\"segment\":\"\",\"feature\":\"origin\",\"alert\":\""
                        + alert
                        + "\",\"sequence\":" + sequence + ",\"kind\":\"" + kind + "\",\"status\":\"" + status
                        + "\",\"since\":\"2001-03-05T00:00:00Z\",\"at\":\"2001-03-06T00:00:00Z\","
                        + "\"explanation\":\"JFK 1.0 % → 0.14 %\",\"evidence\":[]}",
                recorded);
    }

    static Told firing(String alert, long sequence, Instant recorded) {
        return step(alert, sequence, "firing", "firing", recorded);
    }

    static Told resolved(String alert, long sequence, Instant recorded) {
        return step(alert, sequence, "resolved", "resolved", recorded);
    }
}
