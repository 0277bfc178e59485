package io.kullback.exposition;

/**
 * Which build runs, with which configuration.
 *
 * @param configuration the one in force, which may be exchanged while the service runs
 */
public record BuildInfo(String version, String javaVersion, ConfigurationStatus configuration) {

    /** @param configHash of the configuration that the service starts with */
    public BuildInfo(String version, String javaVersion, String configHash) {
        this(version, javaVersion, new ConfigurationStatus(configHash));
    }

    /** Changes with any byte of the configuration file. */
    public String configHash() {
        return configuration.hash();
    }
}
