package io.kullback.exposition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Lets in who shows the right credentials. Probes are asked for none: who runs them has no secrets, and they say one word. */
final class Gate {

    /** What becomes of a request. */
    enum Decision {
        ADMITTED,
        REFUSED,
        /** Too many passwords are being checked already. */
        BUSY
    }

    private static final Set<String> PROBES = Set.of("/-/healthy", "/livez", "/-/ready", "/readyz");
    /** So many requests may wait for bcrypt; each holds one of the server's few threads. */
    private static final int LONGEST_QUEUE = 4;

    private final Credentials credentials;
    private final byte[] salt = new byte[32];
    /** Salted digests of the passwords that were right, by user: checking one costs a tenth of a second of a core, and scrapes come every few seconds. */
    private final Map<String, byte[]> known = new ConcurrentHashMap<>();
    /** One at a time: whoever tries passwords slows down others who try, not the counting of events. */
    private final Semaphore bcrypt = new Semaphore(1, true);

    Gate(Credentials credentials) {
        this.credentials = credentials;
        new SecureRandom().nextBytes(salt);
    }

    /** @param authorization the header of that name; empty where there is none */
    Decision decide(String path, String authorization) {
        if (credentials.isEmpty() || PROBES.contains(path)) {
            return Decision.ADMITTED;
        }
        return Credentials.shown(authorization).map(this::decide).orElse(Decision.REFUSED);
    }

    private Decision decide(Credentials.Shown shown) {
        if (shown instanceof Credentials.Shown.Password password) {
            return decide(password);
        }
        boolean isRight = shown instanceof Credentials.Shown.Token token && credentials.hasToken(token.token());
        return isRight ? Decision.ADMITTED : Decision.REFUSED;
    }

    private Decision decide(Credentials.Shown.Password shown) {
        byte[] password = shown.password().getBytes(StandardCharsets.UTF_8);
        byte[] digest = digest(password);
        byte[] seen = known.get(shown.user());
        if (seen != null && MessageDigest.isEqual(seen, digest)) {
            return Decision.ADMITTED;
        }
        if (bcrypt.getQueueLength() >= LONGEST_QUEUE) {
            return Decision.BUSY;
        }
        bcrypt.acquireUninterruptibly();
        try {
            boolean isRight = credentials
                    .hashOf(shown.user())
                    .orElse(PasswordHash.OF_NOBODY)
                    .isOf(password);
            if (isRight && credentials.hashOf(shown.user()).isPresent()) {
                known.put(shown.user(), digest);
                return Decision.ADMITTED;
            }
            return Decision.REFUSED;
        } finally {
            bcrypt.release();
        }
    }

    private byte[] digest(byte[] password) {
        byte[] salted = new byte[salt.length + password.length];
        System.arraycopy(salt, 0, salted, 0, salt.length);
        System.arraycopy(password, 0, salted, salt.length, password.length);
        return BearerToken.digestOf(salted);
    }
}
