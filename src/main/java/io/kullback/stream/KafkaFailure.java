package io.kullback.stream;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** What went wrong between Kafka's clients and the brokers, for whoever has to mend it. Never repeats the value of a property. */
final class KafkaFailure {

    private static final Pattern VALUE = Pattern.compile("Invalid value .* for configuration", Pattern.DOTALL);

    private KafkaFailure() {}

    /**
     * What happened, where, and how to mend it.
     *
     * @param servers the brokers that were asked
     */
    static String sentence(String servers, Throwable failure) {
        if (first(failure, SslAuthenticationException.class).isPresent()) {
            return "no TLS connection to " + servers + ": " + ofTls(failure);
        }
        if (first(failure, UnsupportedSaslMechanismException.class).isPresent()) {
            return "the brokers at " + servers + " do not take this SASL mechanism. "
                    + "Set kafka.sasl.mechanism to one that the listener has, or name another listener's port.";
        }
        if (first(failure, SaslAuthenticationException.class).isPresent()) {
            return "the brokers at " + servers + " refuse the login: the user or the password is wrong. "
                    + "Check kafka.sasl.jaas.config, and that the user exists there.";
        }
        Optional<AuthorizationException> forbidden = first(failure, AuthorizationException.class);
        if (forbidden.isPresent()) {
            return "the brokers at " + servers + " do not allow this: "
                    + forbidden.get().getMessage()
                    + " Give Kullback's user the rights that the page on security lists.";
        }
        Optional<String> setting = ofSettings(failure);
        if (setting.isPresent()) {
            return "no client for " + servers + " can be made: " + setting.get()
                    + ". Check kafka.bootstrap.servers and the properties under kafka that start with ssl and sasl.";
        }
        return "no Kafka broker answered at " + servers
                + ". Check 'bootstrap.servers' and the security settings under 'kafka', and that the broker runs.";
    }

    /** Which right is missing, if that is what went wrong; trying again does not help then. */
    static Optional<String> ofRights(String servers, Throwable failure) {
        return first(failure, AuthorizationException.class)
                .map(refusal -> "the brokers at " + servers + " do not allow this: " + refusal.getMessage()
                        + " Give Kullback's user the rights that the page on security lists.");
    }

    private static String ofTls(Throwable failure) {
        if (first(failure, CertificateExpiredException.class).isPresent()) {
            return "the broker's certificate, or that of its authority, has expired. Renew it on the broker.";
        }
        if (first(failure, CertificateNotYetValidException.class).isPresent()) {
            return "the broker's certificate is not valid yet. Check the clocks of both machines.";
        }
        if (first(failure, CertPathBuilderException.class).isPresent()) {
            return "the broker's certificate is from an authority that is not trusted. "
                    + "Name the authority's certificate as kafka.ssl.truststore.location.";
        }
        if (first(failure, CertificateException.class).isPresent()) {
            return "the broker's certificate is not made out to the address that was asked. Write in "
                    + "kafka.bootstrap.servers a name that it has, and let the broker advertise that name.";
        }
        return "the broker broke off the handshake, as it does where it asks for a certificate and is shown none that it "
                + "trusts. Name one that is good, with its key, as kafka.ssl.keystore.location.";
    }

    /** What of the settings Kafka's clients refuse before they ask any broker. */
    private static Optional<String> ofSettings(Throwable failure) {
        Optional<String> invalid = first(failure, ConfigException.class).map(Throwable::getMessage);
        return invalid.or(() ->
                        first(failure, InvalidConfigurationException.class).map(Throwable::getMessage))
                .or(() -> failure instanceof KafkaException && failure.getCause() instanceof KafkaException cause
                        ? Optional.of(cause.getMessage())
                        : Optional.empty())
                .map(KafkaFailure::withoutValue);
    }

    /** What Kafka says of a property that it does not take, but for the value, which may be a secret at the wrong key. */
    static String withoutValue(String message) {
        return VALUE.matcher(message).replaceAll("an invalid value for");
    }

    private static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> kind) {
        // Not deeper than any chain of causes, which may be a ring.
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
