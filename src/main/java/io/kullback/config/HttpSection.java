package io.kullback.config;

import io.kullback.exposition.Credentials;
import io.kullback.exposition.HttpSettings;
import io.kullback.exposition.ServerIdentity;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The section of the service's own port: where it listens, and to whom it answers. */
final class HttpSection {

    private static final String TLS_REMEDY =
            "Name the PEM files of the certificate, its chain after it, and of its unencrypted PKCS #8 key.";
    private static final String USER_REMEDY = "Write what 'htpasswd -nBC 12 NAME' prints after 'NAME:'.";
    private static final String TOKEN_REMEDY = "Put what 'openssl rand -hex 32' prints into a file of its own.";

    private final Section section;
    private final Path folder;

    private HttpSection(Section section, Path folder) {
        this.section = section;
        this.folder = folder;
    }

    /** @param folder relative file names start here */
    static HttpSettings of(Section root, Path folder) {
        return root.section("http")
                .map(section -> new HttpSection(section, folder).settings())
                .orElse(HttpSettings.DEFAULT);
    }

    private HttpSettings settings() {
        HttpSettings http = section.parsed(
                        "bind",
                        ProblemCode.ILLEGAL_ADDRESS,
                        HttpSettings::parse,
                        "Write host:port, such as 127.0.0.1:8080; port 0 takes a free one.")
                .orElse(HttpSettings.DEFAULT)
                .withCredentials(credentials())
                .withReloads(section.flag("reload", false));
        Optional<ServerIdentity> identity = section.section("tls").flatMap(this::identity);
        Optional<HttpSettings> advertised = section.parsed(
                "advertise",
                ProblemCode.ILLEGAL_ADDRESS,
                http::withAdvertised,
                "Write host:port, as other machines reach this one.");
        section.finish();
        HttpSettings complete = advertised.orElse(http);
        return identity.map(complete::withIdentity).orElse(complete);
    }

    private Credentials credentials() {
        Credentials credentials = Credentials.NONE;
        Optional<Section> users = section.section("users");
        for (Map.Entry<String, String> user : texts(users).entrySet()) {
            Credentials before = credentials;
            credentials = users.orElseThrow()
                    .parsed(
                            ProblemCode.ILLEGAL_CREDENTIAL,
                            user.getKey(),
                            () -> before.withUser(user.getKey(), user.getValue()),
                            USER_REMEDY)
                    .orElse(before);
        }
        Optional<Section> tokens = section.section("tokens");
        for (Map.Entry<String, String> token : texts(tokens).entrySet()) {
            Credentials before = credentials;
            tokens.orElseThrow().requireFromElsewhere(token.getKey());
            credentials = tokens.orElseThrow()
                    .parsed(
                            ProblemCode.ILLEGAL_CREDENTIAL,
                            token.getKey(),
                            () -> before.withToken(token.getValue()),
                            TOKEN_REMEDY)
                    .orElse(before);
        }
        return credentials;
    }

    private static Map<String, String> texts(Optional<Section> section) {
        return section.map(Section::allTexts).orElse(Map.of());
    }

    private Optional<ServerIdentity> identity(Section tls) {
        Optional<String> certificate = tls.text("certificate");
        Optional<String> key = tls.text("key");
        Optional<String> authority = tls.text("client-authority");
        tls.finish();
        if (certificate.isEmpty() || key.isEmpty()) {
            tls.problem(
                    ProblemCode.INCOMPLETE_SECURITY,
                    "TLS takes a certificate and its key, but '" + (certificate.isEmpty() ? "certificate" : "key")
                            + "' is missing",
                    TLS_REMEDY);
            return Optional.empty();
        }
        return tls.parsed(
                ProblemCode.ILLEGAL_CERTIFICATE,
                "certificate",
                () -> ServerIdentity.read(
                        folder.resolve(certificate.get()), folder.resolve(key.get()), authority.map(folder::resolve)),
                TLS_REMEDY);
    }
}
