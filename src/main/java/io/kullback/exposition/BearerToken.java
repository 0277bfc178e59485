package io.kullback.exposition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A token that opens the door to whoever shows it; only its SHA-256 is kept. Is never printed. */
final class BearerToken {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{16,1024}=*");

    private final byte[] digest;

    private BearerToken(byte[] digest) {
        this.digest = digest;
    }

    /**
     * Takes a token as it stands in the header.
     *
     * @throws IllegalArgumentException if it is too short to be hard to guess, or cannot stand in a header (RFC 6750); the message does not repeat it
     */
    static BearerToken parse(String token) {
        if (!FORM.matcher(token).matches()) {
            throw new IllegalArgumentException(
                    "a token is 16 to 1024 letters, digits and any of -._~+/, but this is something else");
        }
        return new BearerToken(digestOf(token.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Whether this is the token; takes the same time wherever the two differ. */
    boolean is(String shown) {
        return MessageDigest.isEqual(digest, digestOf(shown.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BearerToken token && MessageDigest.isEqual(digest, token.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    static byte[] digestOf(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "[hidden]";
    }
}
