package io.kullback.exposition;

import io.kullback.detection.SeriesId;
import io.kullback.histogram.Reference;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a path of the API. What cannot be read is refused.
 *
 * @param names what stands in the path in the place of each name, decoded
 * @param query decoded, one value of each name
 */
record ApiQuestion(Map<String, String> names, Map<String, String> query) {

    ApiQuestion {
        names = Map.copyOf(names);
        query = Map.copyOf(query);
    }

    String monitor() {
        return names.getOrDefault("monitor", "");
    }

    /** The series of the path; of the segment that the query names. */
    SeriesId series() {
        return new SeriesId(
                monitor(), query.getOrDefault("segment", Reference.WHOLE), names.getOrDefault("feature", ""));
    }

    Optional<String> text(String parameter) {
        return Optional.ofNullable(query.get(parameter));
    }

    Optional<Instant> instant(String parameter) {
        try {
            return text(parameter).map(Instant::parse);
        } catch (DateTimeException e) {
            throw new RefusedException(
                    Refusal.ILLEGAL_PARAMETER,
                    "'" + parameter + "' is a time, such as 2001-03-05T00:00:00Z, but is not readable as one.");
        }
    }

    /** A whole number between 1 and a ceiling. */
    int count(String parameter, int otherwise, int most) {
        Optional<String> given = text(parameter);
        if (given.isEmpty()) {
            return otherwise;
        }
        // Longer ones are beyond any ceiling here, and need not fit into an int.
        if (!given.get().matches("[0-9]{1,9}") || given.get().matches("0+") || Integer.parseInt(given.get()) > most) {
            throw new RefusedException(
                    Refusal.ILLEGAL_PARAMETER, "'" + parameter + "' is a whole number from 1 to " + most + ".");
        }
        return Integer.parseInt(given.get());
    }
}
