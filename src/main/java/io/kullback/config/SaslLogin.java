package io.kullback.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/** How a client logs in to the brokers, by a module that is known to do no more than that. */
final class SaslLogin {

    /** JNDI's and LDAP's modules, and any that somebody has put on the class path, may fetch and run code. */
    private static final Set<String> MODULES = Set.of(
            "org.apache.kafka.common.security.plain.PlainLoginModule",
            "org.apache.kafka.common.security.scram.ScramLoginModule",
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
            "com.sun.security.auth.module.Krb5LoginModule");

    private final Map<String, ?> options;

    private SaslLogin(Map<String, ?> options) {
        this.options = options;
    }

    /**
     * Reads it as Kafka will.
     *
     * @throws IllegalArgumentException if it is none, or of another module; the message repeats nothing of it
     */
    static SaslLogin parse(String text) {
        AppConfigurationEntry entry = entry(text);
        if (!MODULES.contains(entry.getLoginModuleName())) {
            throw new IllegalArgumentException(
                    "the login module must be one of Kafka's own or Kerberos'," + " but is another");
        }
        return new SaslLogin(entry.getOptions());
    }

    private static AppConfigurationEntry entry(String text) {
        try {
            return JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(text)))
                    .configurationEntries()
                    .get(0);
        } catch (IllegalArgumentException | SecurityException e) {
            // Kafka's message repeats parts of the text, of which one may be the password, so the cause is not kept.
            throw new IllegalArgumentException("this is no login: a module, 'required', options and a semicolon");
        }
    }

    boolean hasSecret() {
        return options.keySet().stream()
                .anyMatch(option -> option.toLowerCase(Locale.ROOT).matches(".*(password|secret).*"));
    }
}
