package io.kullback.exposition;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who may read: users with passwords, and bearers of tokens. Where there are neither, everybody. */
public final class Credentials {

    /** Nobody is asked. */
    public static final Credentials NONE = new Credentials(Map.of(), List.of());

    private final Map<String, PasswordHash> users;
    private final List<BearerToken> tokens;

    private Credentials(Map<String, PasswordHash> users, List<BearerToken> tokens) {
        this.users = Map.copyOf(users);
        this.tokens = List.copyOf(tokens);
    }

    /**
     * With one user more.
     *
     * @param hash of the password, by bcrypt with a cost of 10 to 14
     * @throws IllegalArgumentException if the name cannot be a user's or the hash is none; the message does not repeat the hash
     */
    public Credentials withUser(String name, String hash) {
        if (name.isEmpty() || name.contains(":")) {
            throw new IllegalArgumentException("a user's name has no colon in it and is not empty");
        }
        Map<String, PasswordHash> more = new LinkedHashMap<>(users);
        more.put(name, PasswordHash.parse(hash));
        return new Credentials(more, tokens);
    }

    /**
     * With one token more.
     *
     * @throws IllegalArgumentException if it is too short, or cannot stand in a header; the message does not repeat it
     */
    public Credentials withToken(String token) {
        List<BearerToken> more = new ArrayList<>(tokens);
        more.add(BearerToken.parse(token));
        return new Credentials(users, more);
    }

    /** Whether everybody may read. */
    public boolean isEmpty() {
        return users.isEmpty() && tokens.isEmpty();
    }

    /** What a request shows of itself: a token, or a name and a password; nothing where the header is of neither form. */
    static Optional<Shown> shown(String authorization) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        String rest = authorization.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return Optional.of(new Shown.Token(rest));
        }
        if (!scheme.equalsIgnoreCase("Basic")) {
            return Optional.empty();
        }
        try {
            String pair = new String(Base64.getDecoder().decode(rest), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Shown.Password(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What stands in an {@code Authorization} header. */
    sealed interface Shown {
        /** The bearer of a token. */
        record Token(String token) implements Shown {
            @Override
            public String toString() {
                return "a token";
            }
        }

        /** A user. */
        record Password(String user, String password) implements Shown {
            @Override
            public String toString() {
                return "a password";
            }
        }
    }

    boolean hasToken(String shown) {
        // All are looked at, so that the time tells nothing.
        return tokens.stream().filter(token -> token.is(shown)).count() > 0;
    }

    Optional<PasswordHash> hashOf(String user) {
        return Optional.ofNullable(users.get(user));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials credentials
                && users.equals(credentials.users)
                && tokens.equals(credentials.tokens);
    }

    @Override
    public int hashCode() {
        return Objects.hash(users, tokens);
    }

    @Override
    public String toString() {
        return users.size() + " users, " + tokens.size() + " tokens";
    }
}
