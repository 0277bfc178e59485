/**
 * The only home of Kafka Streams: counts events by source partition, merges the partial counts, closes windows and issues results.
 */
package io.kullback.stream;
