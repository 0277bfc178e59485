/**
 * Measures how far an observed distribution is from a reference distribution, with its sampling noise.
 *
 * <p>Part of the pure core. Every divergence is D(observed ‖ reference) unless its name says reverse; natural logarithms, so nats.
 */
package io.kullback.divergence;
