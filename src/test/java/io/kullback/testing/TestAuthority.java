package io.kullback.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test's own; what it issues lives as long as the test's folder. */
public final class TestAuthority {

    private static final Duration YEAR = Duration.ofDays(365);

    private final Path folder;
    private final String name;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;
    private final Path file;

    /** @param folder where the files go */
    public TestAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        this.certificate = sign(name, keys, Instant.now().plus(YEAR), true);
        this.file = write(name + ".crt", pem("CERTIFICATE", encoded(certificate)));
    }

    /**
     * Somebody's certificate and key as files.
     *
     * @param keyStore both in one file, as Kafka reads them
     */
    public record Issued(
            X509Certificate x509, X509Certificate issuer, Key secret, Path certificate, Path key, Path keyStore) {}

    /** Its own certificate. */
    public Path file() {
        return file;
    }

    /** Issues a certificate that is good for a year. */
    public Issued issue(String subject, String... hosts) {
        return issue(subject, Instant.now().plus(YEAR), hosts);
    }

    /** Issues a certificate that is good until then, which may be past. */
    public Issued issue(String subject, Instant until, String... hosts) {
        KeyPair pair = newKeys();
        X509Certificate issued = sign(subject, pair, until, false, hosts);
        String certificatePem = pem("CERTIFICATE", encoded(issued)) + pem("CERTIFICATE", encoded(certificate));
        String keyPem = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        return new Issued(
                issued,
                certificate,
                pair.getPrivate(),
                write(subject + ".crt", certificatePem),
                write(subject + ".key", keyPem),
                write(subject + ".pem", keyPem + certificatePem));
    }

    /** TLS of a client that trusts this authority and shows certificates of those that were issued. */
    public SSLContext client(Issued... shown) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        for (Issued issued : shown) {
            own.setKeyEntry(
                    "own", issued.secret(), new char[0], new X509Certificate[] {issued.x509(), issued.issuer()});
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private X509Certificate sign(
            String subject, KeyPair subjectKeys, Instant until, boolean isAuthority, String... hosts) {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=" + name),
                new BigInteger(64, new SecureRandom()),
                Date.from(until.minus(YEAR.multipliedBy(2))),
                Date.from(until),
                new X500Name("CN=" + subject),
                subjectKeys.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            if (hosts.length > 0) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(
                                Arrays.stream(hosts).map(TestAuthority::host).toArray(GeneralName[]::new)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralName host(String host) {
        boolean isAddress = Character.isDigit(host.charAt(0));
        return new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + kind + "-----\n";
    }

    private Path write(String fileName, String text) {
        try {
            return Files.writeString(folder.resolve(fileName), text, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
