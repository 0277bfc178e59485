package io.kullback.exposition;

/**
 * How a destination of alerts is served by this instance.
 *
 * @param destination its name
 * @param attempts requests made since the start
 * @param failures those without success
 * @param waiting what the destination does not know yet
 */
public record Delivery(String destination, long attempts, long failures, long waiting) {}
