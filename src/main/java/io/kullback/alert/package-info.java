/**
 * Push: delivers the steps of alerts to webhooks and to Alertmanager.
 *
 * <p>A {@link io.kullback.alert.Sink} takes steps in their order and gives them to one destination; who feeds it, and from where, is not known here.
 */
package io.kullback.alert;
