package io.kullback.alert;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks as the Standard Webhooks specification has it, so that its ready-made libraries can check them: {@code v1,} and the Base64 of the HMAC-SHA256 of
 * {@code id.timestamp.body}.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
public final class WebhookSecret {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final SecretKeySpec key;

    private WebhookSecret(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * Reads a secret.
     *
     * @param text {@code whsec_} and Base64, or any other text, which is taken as it is; 24 to 64 bytes
     * @throws IllegalArgumentException if it is too short or too long to be one, or no Base64; the message does not show it
     */
    public static WebhookSecret of(String text) {
        byte[] bytes;
        if (text.startsWith(PREFIX)) {
            try {
                bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("what follows whsec_ in the secret is no Base64", e);
            }
        } else {
            bytes = text.getBytes(StandardCharsets.UTF_8);
        }
        if (bytes.length < SHORTEST || bytes.length > LONGEST) {
            throw new IllegalArgumentException(
                    "a secret has " + SHORTEST + " to " + LONGEST + " bytes, but this one has " + bytes.length);
        }
        return new WebhookSecret(new SecretKeySpec(bytes, ALGORITHM));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookSecret secret && key.equals(secret.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /**
     * The value of the header {@code webhook-signature}.
     *
     * @param id of {@code webhook-id}
     * @param at of {@code webhook-timestamp}, which has whole seconds
     */
    String signature(String id, Instant at, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] signed = (id + '.' + at.getEpochSecond() + '.' + body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
