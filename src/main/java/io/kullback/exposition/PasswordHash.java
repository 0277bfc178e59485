package io.kullback.exposition;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A password as bcrypt keeps it. Is never printed. */
final class PasswordHash {

    /** What an unknown user's password is compared with, so that the time of an answer does not tell who exists. */
    static final PasswordHash OF_NOBODY =
            new PasswordHash("$2a$10$abcdefghijklmnopqrstuuDJzNsVHYhTRlBnYXzTTzTWUDvwdv8Ga");

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final int LEAST_COST = 10;
    private static final int HIGHEST_COST = 14;

    private final byte[] hash;

    private PasswordHash(String hash) {
        this.hash = hash.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads what {@code htpasswd -nB} and its like write.
     *
     * @throws IllegalArgumentException if the text is no bcrypt hash, or one of a cost below 10, which guesses too fast, or above 14, which takes seconds; the
     *     message does not repeat it
     */
    static PasswordHash parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a bcrypt hash is expected, which starts with $2a$, $2b$ or $2y$");
        }
        int cost = Integer.parseInt(matcher.group(1));
        if (cost < LEAST_COST || cost > HIGHEST_COST) {
            throw new IllegalArgumentException("the cost of a bcrypt hash must be between " + LEAST_COST + " and "
                    + HIGHEST_COST + ", but is " + cost);
        }
        return new PasswordHash(text);
    }

    /** Takes a tenth of a second or more of a core, by intention. */
    boolean isOf(byte[] password) {
        try {
            return BCrypt.verifyer().verify(password, hash).verified;
        } catch (IllegalArgumentException e) {
            // Longer than the 71 bytes that bcrypt looks at: nobody's.
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash password && MessageDigest.isEqual(hash, password.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return "[hidden]";
    }
}
