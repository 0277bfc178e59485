package io.kullback.app;

import io.kullback.app.demo.EmbeddedBroker;
import io.kullback.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/**
 * A real broker with a listener for each way of being secure, and some whose certificates are no good. What a user may do is looked up in access control lists;
 * the plain listener is the administrator's.
 */
final class SecureBroker {

    static final String PASSWORD = "canary-right-password";

    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
    private static final int SCRAM_ITERATIONS = 4_096;

    private final TestAuthority authority;
    private final EmbeddedBroker broker;

    private static final class Holder {
        private static final SecureBroker BROKER = started();

        private static SecureBroker started() {
            try {
                SecureBroker broker = new SecureBroker(Files.createDirectories(Path.of("target", "secure-kafka")));
                Runtime.getRuntime().addShutdownHook(new Thread(broker.broker::close));
                return broker;
            } catch (Exception e) {
                throw new IllegalStateException("the secure broker did not start", e);
            }
        }
    }

    /** One for all tests of a JVM; it ends with it. */
    static SecureBroker shared() {
        return Holder.BROKER;
    }

    private SecureBroker(Path folder) throws Exception {
        authority = new TestAuthority(folder.toAbsolutePath(), "authority");
        TestAuthority.Issued good = authority.issue("broker", "127.0.0.1");
        TestAuthority.Issued expired = authority.issue("expired", Instant.now().minus(Duration.ofDays(1)), "127.0.0.1");
        TestAuthority.Issued elsewhere = authority.issue("elsewhere", "kafka.example.org");
        Map<String, String> more = new HashMap<>();
        more.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        more.put("super.users", "User:ANONYMOUS;User:CN=client;User:super");
        show(more, "TLS", good);
        show(more, "MUTUAL", good);
        more.put("listener.name.mutual.ssl.client.auth", "required");
        more.put("listener.name.mutual.ssl.truststore.type", "PEM");
        more.put(
                "listener.name.mutual.ssl.truststore.location", authority.file().toString());
        show(more, "EXPIRED", expired);
        show(more, "ELSEWHERE", elsewhere);
        show(more, "SASL", good);
        more.put("listener.name.sasl.sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
        more.put(
                "listener.name.sasl.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_super=\"" + PASSWORD + "\";");
        more.put("listener.name.sasl.scram-sha-256.sasl.jaas.config", SCRAM);
        more.put("listener.name.sasl.scram-sha-512.sasl.jaas.config", SCRAM);
        broker = EmbeddedBroker.start(
                folder,
                Map.of(
                        "TLS", "SSL",
                        "MUTUAL", "SSL",
                        "EXPIRED", "SSL",
                        "ELSEWHERE", "SSL",
                        "SASL", "SASL_SSL"),
                more);
        try (Admin admin = admin()) {
            // A user cannot be altered twice in one request.
            scram(admin, "super", ScramMechanism.SCRAM_SHA_256);
            scram(admin, "super", ScramMechanism.SCRAM_SHA_512);
            scram(admin, "kullback", ScramMechanism.SCRAM_SHA_512);
        }
    }

    private static void show(Map<String, String> properties, String listener, TestAuthority.Issued issued) {
        String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".ssl.";
        properties.put(prefix + "keystore.type", "PEM");
        properties.put(prefix + "keystore.location", issued.keyStore().toString());
    }

    private static void scram(Admin admin, String user, ScramMechanism mechanism) throws Exception {
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        user, new ScramCredentialInfo(mechanism, SCRAM_ITERATIONS), PASSWORD)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    void allow(List<AclBinding> rights) throws Exception {
        try (Admin admin = admin()) {
            admin.createAcls(rights).all().get(30, TimeUnit.SECONDS);
        }
    }

    TestAuthority authority() {
        return authority;
    }

    /** The administrator's listener. */
    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String bootstrapServers(String listener) {
        return broker.bootstrapServers(listener);
    }
}
