package io.kullback.config;

import io.kullback.alert.AddressGuard;
import io.kullback.alert.AlertmanagerSettings;
import io.kullback.alert.Network;
import io.kullback.alert.NotifySettings;
import io.kullback.alert.WebhookSecret;
import io.kullback.alert.WebhookSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The section that says whom to tell of alerts. */
final class NotifySection {

    private static final String URL_REMEDY = "Write for example https://hooks.example.org/kullback.";
    private static final String SECRET_REMEDY =
            "Put what 'openssl rand -base64 32' prints into a file of its own, behind whsec_.";

    private final Set<String> names = new HashSet<>();
    private final AddressGuard guard;

    private NotifySection(AddressGuard guard) {
        this.guard = guard;
    }

    static NotifySettings of(Section root) {
        return root.section("notify").map(NotifySection::settings).orElse(NotifySettings.NONE);
    }

    private static NotifySettings settings(Section section) {
        List<Network> allowed = new ArrayList<>();
        for (String network : section.texts("allow")) {
            section.parsed(
                            ProblemCode.ILLEGAL_ADDRESS,
                            "allow",
                            () -> Network.parse(network),
                            "Write networks such as 10.0.0.0/8, or single addresses.")
                    .ifPresent(allowed::add);
        }
        NotifySection notify = new NotifySection(new AddressGuard(allowed));
        List<WebhookSettings> webhooks = section.sections("webhooks").stream()
                .flatMap(webhook -> notify.webhook(webhook).stream())
                .toList();
        List<AlertmanagerSettings> alertmanagers = section.sections("alertmanagers").stream()
                .flatMap(one -> notify.alertmanager(one).stream())
                .toList();
        section.finish();
        return new NotifySettings(notify.guard, webhooks, alertmanagers);
    }

    private Optional<WebhookSettings> webhook(Section section) {
        Optional<String> name = name(section);
        Optional<URI> url = url(section);
        boolean isSigned = section.has("secret");
        if (isSigned) {
            section.requireFromElsewhere("secret");
        }
        Optional<WebhookSecret> secret =
                section.parsed("secret", ProblemCode.ILLEGAL_CREDENTIAL, WebhookSecret::of, SECRET_REMEDY);
        Set<String> kinds =
                section.has("kinds") ? new HashSet<>(section.texts("kinds")) : WebhookSettings.DEFAULT_KINDS;
        Duration timeout = section.duration("timeout", WebhookSettings.DEFAULT_TIMEOUT);
        Duration giveUpAfter = section.duration("give-up-after", WebhookSettings.DEFAULT_GIVE_UP_AFTER);
        section.finish();
        if (name.isEmpty() || url.isEmpty() || isSigned && secret.isEmpty()) {
            return Optional.empty();
        }
        return section.parsed(
                ProblemCode.ILLEGAL_DESTINATION,
                "url",
                () -> new WebhookSettings(name.get(), url.get(), secret, kinds, timeout, giveUpAfter),
                URL_REMEDY);
    }

    private Optional<AlertmanagerSettings> alertmanager(Section section) {
        Optional<String> name = name(section);
        Optional<URI> url = url(section);
        if (section.has("token")) {
            section.requireFromElsewhere("token");
        }
        Optional<String> token = section.text("token").map(String::strip);
        Duration resend = section.duration("resend", AlertmanagerSettings.DEFAULT_RESEND);
        Duration keepFiring = section.duration("keep-firing", AlertmanagerSettings.DEFAULT_KEEP_FIRING);
        Duration timeout = section.duration("timeout", AlertmanagerSettings.DEFAULT_TIMEOUT);
        section.finish();
        if (name.isEmpty() || url.isEmpty()) {
            return Optional.empty();
        }
        return section.parsed(
                ProblemCode.ILLEGAL_DESTINATION,
                "url",
                () -> new AlertmanagerSettings(name.get(), url.get(), token, resend, keepFiring, timeout),
                URL_REMEDY);
    }

    private Optional<String> name(Section section) {
        if (!section.require("name", "Give it a name; metrics and logs show it.")) {
            return Optional.empty();
        }
        Optional<String> name = section.text("name");
        name.ifPresent(given -> {
            if (!Names.isLegalMonitor(given)) {
                section.problem(
                        ProblemCode.ILLEGAL_NAME,
                        "name",
                        "'" + given + "' cannot name a destination",
                        "Use up to 63 of a-z, 0-9, '_' and '-'.");
            }
            if (!names.add(given)) {
                section.problem(
                        ProblemCode.DUPLICATE_NAME,
                        "name",
                        "another destination is called '" + given + "' too",
                        "Names of destinations must differ.");
            }
        });
        return name;
    }

    private Optional<URI> url(Section section) {
        if (!section.require("url", URL_REMEDY)) {
            return Optional.empty();
        }
        Optional<URI> url = section.parsed("url", ProblemCode.ILLEGAL_URL, NotifySection::parse, URL_REMEDY);
        // A name is looked at when it is connected to; what it leads to may change.
        url.map(URI::getHost)
                .filter(host -> host != null && (host.startsWith("[") || host.matches("[0-9.]+")))
                .ifPresent(host -> requirePermitted(section, host));
        return url;
    }

    private static URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            // The text may hold a secret.
            throw new IllegalArgumentException("this is no URL", e);
        }
    }

    private void requirePermitted(Section section, String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            guard.require(host, List.of(address));
        } catch (UnknownHostException e) {
            section.problem(
                    ProblemCode.FORBIDDEN_ADDRESS,
                    "url",
                    e.getMessage(),
                    "If it is meant, add its network to 'notify.allow', such as 10.0.0.0/8.");
        }
    }
}
