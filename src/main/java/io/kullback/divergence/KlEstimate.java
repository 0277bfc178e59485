package io.kullback.divergence;

/**
 * An estimate of the relative entropy D(observed ‖ reference) with its sampling noise. All in nats.
 *
 * @param plugIn divergence of the counted shares, the reference smoothed; at least 0
 * @param corrected max(0, plug-in − noise floor): the estimate with its bias removed
 * @param lower lower end of the 95 % noncentral-χ² interval
 * @param upper upper end of that interval
 * @param noiseFloor what the plug-in estimate shows on average with no drift at this number of events and bins: (k − 1) / (2 Nₑ)
 * @param effectiveObservations Nₑ = N M / (N + M) for a reference of M events
 * @param degreesOfFreedom k − 1, where k counts the bins that have reference mass
 */
public record KlEstimate(
        double plugIn,
        double corrected,
        double lower,
        double upper,
        double noiseFloor,
        double effectiveObservations,
        int degreesOfFreedom) {}
