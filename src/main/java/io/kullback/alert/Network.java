package io.kullback.alert;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits, such as {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param base an address within
 * @param bits how many bits are the same, 0 to 32 or 128
 */
public record Network(InetAddress base, int bits) {

    /** Digits and separators only, so that no name is ever asked for. */
    private static final Pattern WRITTEN = Pattern.compile("([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");

    public Network {
        int all = base.getAddress().length * Byte.SIZE;
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException(
                    "a network of " + base.getHostAddress() + " has 0 to " + all + " bits, not " + bits);
        }
    }

    /**
     * Reads a network in the usual way of writing it; without a number of bits it is one address.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Network parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no network");
        }
        try {
            InetAddress base = InetAddress.getByName(written.group(1));
            int all = base.getAddress().length * Byte.SIZE;
            return new Network(base, written.group(2) == null ? all : Integer.parseInt(written.group(2)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + text + "' is no network", e);
        }
    }

    /** Whether an address is within. */
    public boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((ours[bit / Byte.SIZE] & mask) != (theirs[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
