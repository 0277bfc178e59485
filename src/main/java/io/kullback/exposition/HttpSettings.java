package io.kullback.exposition;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the service listens, and to whom it answers.
 *
 * @param host address to bind, {@code 127.0.0.1} unless told otherwise
 * @param port in [0, 65535]; 0 takes a free one
 * @param identity what it speaks TLS with; plain HTTP where empty
 * @param credentials who may read
 * @param advertise where other instances and their readers find this one, as host:port; what is bound where empty
 * @param reloads whether who may read may also have the configuration read anew
 */
public record HttpSettings(
        String host,
        int port,
        Optional<ServerIdentity> identity,
        Credentials credentials,
        Optional<String> advertise,
        boolean reloads) {

    public static final HttpSettings DEFAULT = new HttpSettings("127.0.0.1", 8080);

    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port must be between 0 and 65535, but is " + port);
        }
    }

    /** Plain HTTP for everybody who reaches the address. */
    public HttpSettings(String host, int port) {
        this(host, port, Optional.empty(), Credentials.NONE, Optional.empty(), false);
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
        return new HttpSettings(host, other, identity, credentials, advertise, reloads);
    }

    /** The same address over TLS. */
    public HttpSettings withIdentity(ServerIdentity other) {
        return new HttpSettings(host, port, Optional.of(other), credentials, advertise, reloads);
    }

    /** The same address for those who show these. */
    public HttpSettings withCredentials(Credentials other) {
        return new HttpSettings(host, port, identity, other, advertise, reloads);
    }

    /**
     * The same, found by other instances at another address than the one that is bound: behind a mapped port, or where a name is better known than a number.
     *
     * @throws IllegalArgumentException if the address is not host:port, or its port is 0
     */
    public HttpSettings withAdvertised(String address) {
        HttpSettings read = parse(address);
        if (read.port == 0) {
            throw new IllegalArgumentException("nobody can connect to port 0, but this is '" + address + "'");
        }
        return new HttpSettings(host, port, identity, credentials, Optional.of(read.toString()), reloads);
    }

    /**
     * Where other instances find this one, as host:port. Of an instance that listens everywhere, an address of this machine.
     *
     * @param listening port that is listened on
     */
    String advertised(int listening) {
        return advertise.orElseGet(() -> new HttpSettings(isWildcard() ? ownAddress() : host, listening).toString());
    }

    /** The same address, where the configuration may be read anew or not. */
    public HttpSettings withReloads(boolean other) {
        return new HttpSettings(host, port, identity, credentials, advertise, other);
    }

    /** Whether TLS is spoken. */
    public boolean isTls() {
        return identity.isPresent();
    }

    /** Whether clients must show certificates. */
    public boolean asksClients() {
        return identity.map(ServerIdentity::asksClients).orElse(false);
    }

    private boolean isWildcard() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private static String ownAddress() {
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) {
            return "127.0.0.1";
        }
    }

    /** What whoever runs the service should know of the risk; nothing where only this machine is reached. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (isLoopback()) {
            return warnings;
        }
        boolean asks = !credentials.isEmpty() || asksClients();
        if (!asks) {
            warnings.add(
                    "everybody who reaches " + this + " can read the metrics, the names and the counts of your data."
                            + " Set http.users, http.tokens or http.tls.client-authority, or bind to 127.0.0.1.");
        }
        if (!credentials.isEmpty() && identity.isEmpty()) {
            warnings.add("passwords and tokens go to " + this + " in the clear. Set http.tls.");
        }
        return warnings;
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The address. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
