package io.kullback.config;

import io.kullback.exposition.HttpSettings;
import io.kullback.stream.StreamSettings;

/**
 * Everything that a configuration file says.
 *
 * @param series most series that all monitors may have together
 * @param hash changes with any byte of the file
 */
public record Settings(StreamSettings stream, HttpSettings http, long series, String hash) {}
