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

    /**
     * Reads {@code host:port}; an IPv6 address stands in brackets.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static HttpSettings parse(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || host.contains(":") && !bracketed) {
            throw new IllegalArgumentException("an address is host:port, but this is '" + address + "'");
        }
        try {
            return new HttpSettings(
                    bracketed ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(address.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an address is host:port, but this is '" + address + "'", e);
        }
    }

    /** The same host with another port. */
    public HttpSettings withPort(int other) {
        return new HttpSettings(host, other);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
