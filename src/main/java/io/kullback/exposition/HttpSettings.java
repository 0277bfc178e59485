package io.kullback.exposition;

/**
 * Where the service listens.
 *
 * @param host address to bind, {@code 127.0.0.1} unless told otherwise
 * @param port in [0, 65535]; 0 takes a free one
 */
public record HttpSettings(String host, int port) {

    public static final HttpSettings DEFAULT = new HttpSettings("127.0.0.1", 8080);

    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port must be between 0 and 65535, but is " + port);
        }
    }
}
