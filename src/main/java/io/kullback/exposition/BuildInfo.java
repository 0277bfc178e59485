package io.kullback.exposition;

/**
 * Which build runs, with which configuration.
 *
 * @param configHash changes with any byte of the configuration file
 */
public record BuildInfo(String version, String javaVersion, String configHash) {}
