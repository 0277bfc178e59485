package io.kullback.stream;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.WindowResult;

/** Results and steps of alerts, UTF-8, exactly as the service writes them to its topics. */
public final class IssuedJson {

    private IssuedJson() {}

    /** A record's value on the results topic. */
    public static byte[] of(WindowResult result) {
        return ResultJson.value(result);
    }

    /**
     * A record's value on the alerts topic.
     *
     * @param explanation what moved; may be empty
     */
    public static byte[] of(AlertTransition transition, String explanation) {
        return AlertJson.value(transition, explanation);
    }
}
