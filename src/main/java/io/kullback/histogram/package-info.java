/**
 * Turns values into counts over named bins, and panes of such counts into windows.
 *
 * <p>Part of the pure core: no Kafka, no parser, no clock, no thread. Time comes in as event time.
 */
package io.kullback.histogram;
