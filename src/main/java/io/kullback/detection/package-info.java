/**
 * Decides: stable, drifted, or cannot tell; and names what is decided about.
 *
 * <p>Part of the pure core.
 */
package io.kullback.detection;
