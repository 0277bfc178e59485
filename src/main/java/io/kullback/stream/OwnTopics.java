package io.kullback.stream;

/**
 * The topics that are Kullback's own.
 *
 * @param results compacted; one record for each series, window and revision
 * @param alerts one record for each step of an alert, kept for ever: the audit trail
 * @param commands what operators tell the running service, kept for ever; as many partitions as the merge stage
 * @param references compacted; every version of a reference that was published, and which was promoted when. Made by the first that publishes
 */
public record OwnTopics(String results, String alerts, String commands, String references) {

    public static final OwnTopics DEFAULT = withPrefix("kullback");

    /** Topics named after an application. */
    public static OwnTopics withPrefix(String prefix) {
        return new OwnTopics(prefix + ".results", prefix + ".alerts", prefix + ".commands", prefix + ".references");
    }
}
