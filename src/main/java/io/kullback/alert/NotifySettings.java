package io.kullback.alert;

import java.util.List;

/**
 * Whom to tell of alerts, beside those who read the alerts topic or Prometheus.
 *
 * @param guard which addresses may be connected to
 * @param webhooks names unique, over the Alertmanagers too
 * @param alertmanagers names unique
 */
public record NotifySettings(
        AddressGuard guard, List<WebhookSettings> webhooks, List<AlertmanagerSettings> alertmanagers) {

    /** Nobody. */
    public static final NotifySettings NONE = new NotifySettings(AddressGuard.PUBLIC, List.of(), List.of());

    public NotifySettings {
        webhooks = List.copyOf(webhooks);
        alertmanagers = List.copyOf(alertmanagers);
    }
}
