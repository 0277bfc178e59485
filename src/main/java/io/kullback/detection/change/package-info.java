/**
 * Rule A, "it changed": gathers evidence over windows that a series is no longer what it was.
 *
 * <p>Knows no verdicts and no alerts: counts of windows in, evidence out. Part of the pure core.
 */
package io.kullback.detection.change;
