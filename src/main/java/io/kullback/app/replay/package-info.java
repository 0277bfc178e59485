/**
 * Trying a configuration on events of the past: what it would have said, and how that differs from what another one says.
 */
package io.kullback.app.replay;
