package io.kullback.divergence;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything measured of one window against its reference.
 *
 * @param kl the divergence of record with its noise
 * @param standardError of the plug-in divergence by the delta method, in nats, with the effective number of observations
 * @param pValue probability of a G statistic at least this large with no drift, in [0, 1], see {@link ChancePValue}; for vectors by
 *     the likelihood ratio of the normal distributions; for reading, not for alarming
 * @param values every divergence of {@link DivergenceCatalog} that applies to the feature, by name, in catalog order; may be +∞
 * @param contributions one for each bin that is scored, in bin order; for vectors one for each coordinate, then one for the correlations
 * @param missing the divergence of record split into that of the missing share and that of the usable values; empty where no unusable value is scored, and for
 *     vectors
 */
public record ScoreCard(
        KlEstimate kl,
        double standardError,
        double pValue,
        Map<String, Double> values,
        List<Contribution> contributions,
        Optional<MissingSplit> missing) {

    public ScoreCard {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        contributions = List.copyOf(contributions);
    }

    /** A score in which no unusable value has a part. */
    ScoreCard(
            KlEstimate kl,
            double standardError,
            double pValue,
            Map<String, Double> values,
            List<Contribution> contributions) {
        this(kl, standardError, pValue, values, contributions, Optional.empty());
    }

    /** Value of a divergence by its catalog name. */
    public OptionalDouble value(String name) {
        Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
