package io.kullback.exposition;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the server proves itself with over TLS, and whose certificates it asks of its clients. Its key is never printed. */
public final class ServerIdentity {

    /** Protects nothing: the store is never written. */
    static final String STORE_PASSWORD = "in-memory";

    private static final byte[] SAMPLE = {1, 2, 3};

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final List<X509Certificate> authorities;

    private ServerIdentity(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {
        this.key = key;
        this.chain = List.copyOf(chain);
        this.authorities = List.copyOf(authorities);
    }

    /**
     * Reads PEM files.
     *
     * @param certificate the server's, with those between it and its authority after it
     * @param key the certificate's, unencrypted, as PKCS #8
     * @param clientAuthority certificates of the authorities that clients' certificates come from; where empty, clients are asked for none
     * @throws IllegalArgumentException if a file cannot be read, does not hold what it should, or the key is not the certificate's
     */
    public static ServerIdentity read(Path certificate, Path key, Optional<Path> clientAuthority) {
        List<X509Certificate> chain = PemFile.certificates(certificate);
        PublicKey publicKey = chain.get(0).getPublicKey();
        PrivateKey privateKey = PemFile.privateKey(key, publicKey.getAlgorithm());
        if (!isPair(privateKey, publicKey)) {
            throw new IllegalArgumentException(
                    "the key in " + key + " is not that of the certificate in " + certificate);
        }
        return new ServerIdentity(
                privateKey, chain, clientAuthority.map(PemFile::certificates).orElse(List.of()));
    }

    private static boolean isPair(PrivateKey key, PublicKey publicKey) {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (InvalidKeyException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("keys of the kind " + publicKey.getAlgorithm() + " are not known", e);
        }
    }

    /** The server's own certificate, without the chain behind it. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Until when the certificate is good. */
    public Instant expiry() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** Whether clients have to show a certificate. */
    public boolean asksClients() {
        return !authorities.isEmpty();
    }

    KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry("kullback", key, STORE_PASSWORD.toCharArray(), chain.toArray(X509Certificate[]::new));
        return store;
    }

    KeyStore trustStore() throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerIdentity identity
                && key.equals(identity.key)
                && chain.equals(identity.chain)
                && authorities.equals(identity.authorities);
    }

    @Override
    public int hashCode() {
        return Objects.hash(chain, authorities);
    }

    @Override
    public String toString() {
        return "TLS by " + chain.get(0).getSubjectX500Principal();
    }
}
