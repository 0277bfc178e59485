/**
 * Bytes of a record to observations: event time, segment and the values of the fields asked for, or the one reason why not.
 */
package io.kullback.ingest;
