package io.kullback.alert;

/**
 * How one destination is served by this instance.
 *
 * @param destination its name
 * @param attempts requests made since the start
 * @param failures those that were not answered with success
 * @param waiting steps, or alerts, that the destination does not know yet
 */
public record SinkState(String destination, long attempts, long failures, long waiting) {}
