package io.kullback.config;

import io.kullback.exposition.HttpSettings;
import io.kullback.stream.StreamSettings;

/**
 * Everything that a configuration file says.
 *
 * @param hash changes with any byte of the file
 */
public record Settings(StreamSettings stream, HttpSettings http, String hash) {}
