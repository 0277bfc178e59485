package io.kullback.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;

/**
 * One step of an alert as the alerts topic tells it.
 *
 * @param alert the alert's id, the same in every replay
 * @param sequence number of the step within its series, from 1
 * @param kind {@code pending}, {@code firing}, {@code resolved}, {@code amended} or {@code withdrawn}
 * @param status where the alert stands after it
 * @param monitor whose alert it is
 * @param segment empty for a monitor without segments
 * @param feature whose distribution it is about
 * @param since when the drift began, as far as can be told; event time
 * @param explanation what moved; may be empty
 * @param recorded when it was written to the topic, by the clock
 * @param json the step in full
 */
public record Told(
        String alert,
        long sequence,
        String kind,
        String status,
        String monitor,
        String segment,
        String feature,
        Instant since,
        String explanation,
        Instant recorded,
        String json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads a step.
     *
     * @param json a value of the alerts topic, format {@code kullback-alert/1}
     * @param recorded its timestamp
     * @throws IllegalArgumentException if it is no such value
     */
    public static Told parse(String json, Instant recorded) {
        JsonNode step;
        try {
            step = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!step.path("format").asText().equals("kullback-alert/1")) {
            throw new IllegalArgumentException(
                    "is no kullback-alert/1, but '" + step.path("format").asText() + "'");
        }
        return new Told(
                text(step, "alert"),
                step.path("sequence").asLong(),
                text(step, "kind"),
                text(step, "status"),
                text(step, "monitor"),
                text(step, "segment"),
                text(step, "feature"),
                Instant.parse(text(step, "since")),
                step.path("explanation").asText(),
                recorded,
                json);
    }

    /** Stands for a value of the topic that is no step; no destination wants it. */
    public static Told unreadable(Instant recorded) {
        return new Told("", 0, "unreadable", "unreadable", "", "", "", recorded, "", recorded, "{}");
    }

    private static String text(JsonNode step, String name) {
        JsonNode value = step.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("has no text '" + name + "'");
        }
        return value.asText();
    }

    /** Names the step, the same each time that it is delivered, so that a receiver can tell a repetition. */
    public String id() {
        return alert + "." + sequence;
    }

    /** Whether the alert is on after it. */
    public boolean isFiring() {
        return status.equals("firing");
    }
}
