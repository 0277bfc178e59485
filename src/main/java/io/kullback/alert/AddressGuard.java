package io.kullback.alert;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be connected to: public ones, and those networks that the operator allows by name. Whoever can write a destination, or answer for a host's name,
 * could otherwise let the service knock at the doors of the machine it runs on and of the network behind it.
 *
 * @param allowed networks that may be reached although they are not public
 */
public record AddressGuard(List<Network> allowed) {

    /** Public addresses only. */
    public static final AddressGuard PUBLIC = new AddressGuard(List.of());

    /** Networks that are not public though Java does not say so: shared (RFC 6598), special (RFC 6890), benchmarks, documentation, reserved, unique local. */
    private static final List<Network> SPECIAL = Arrays.asList(
            Network.parse("0.0.0.0/8"),
            Network.parse("100.64.0.0/10"),
            Network.parse("192.0.0.0/24"),
            Network.parse("192.0.2.0/24"),
            Network.parse("198.18.0.0/15"),
            Network.parse("198.51.100.0/24"),
            Network.parse("203.0.113.0/24"),
            Network.parse("240.0.0.0/4"),
            Network.parse("fc00::/7"),
            // These carry an IPv4 address inside, which a gateway would lead to.
            Network.parse("64:ff9b::/96"),
            Network.parse("64:ff9b:1::/48"),
            Network.parse("2002::/16"),
            Network.parse("2001:db8::/32"));

    public AddressGuard {
        allowed = List.copyOf(allowed);
    }

    /** An address that must not be connected to. */
    public static final class ForbiddenAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1;

        ForbiddenAddressException(String message) {
            super(message);
        }
    }

    /** Whether an address may be connected to. */
    public boolean permits(InetAddress address) {
        if (allowed.stream().anyMatch(network -> network.contains(address))) {
            return true;
        }
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !address.isMulticastAddress()
                && !isCompatible(address)
                && SPECIAL.stream().noneMatch(network -> network.contains(address));
    }

    private static boolean isCompatible(InetAddress address) {
        return address instanceof Inet6Address six && six.isIPv4CompatibleAddress();
    }

    /**
     * Lets through the addresses that a name has.
     *
     * @param host the name, for the message
     * @throws ForbiddenAddressException if even one of them must not be connected to: a name that leads inside at times is not to be trusted at others
     */
    public List<InetAddress> require(String host, List<InetAddress> addresses) throws ForbiddenAddressException {
        for (InetAddress address : addresses) {
            if (!permits(address)) {
                throw new ForbiddenAddressException(refusal(host, address));
            }
        }
        return addresses;
    }

    private static String refusal(String host, InetAddress address) {
        String named = address.getHostAddress();
        return (named.equals(host) ? named + " is" : host + " is at " + named + ", which is")
                + " not a public address, and is not in 'notify.allow'";
    }
}
