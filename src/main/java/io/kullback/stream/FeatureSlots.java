package io.kullback.stream;

import io.kullback.histogram.FeatureType;
import io.kullback.histogram.Tally;
import io.kullback.ingest.FieldValues;
import io.kullback.ingest.Fields;

/** Where in a record's values a feature stands, and how it is taken from there. */
final class FeatureSlots {

    private final FeatureType type;
    private final int[] slots;

    /** @param fields takes the feature's fields */
    FeatureSlots(FeatureSettings feature, Fields fields) {
        type = feature.type();
        boolean isOfLists = type == FeatureType.POSTERIOR
                || (type == FeatureType.VECTOR && feature.fields().size() == 1);
        slots = feature.fields().stream()
                .mapToInt(field -> isOfLists ? fields.listSlotOf(field) : fields.slotOf(field))
                .toArray();
    }

    /** Counts a record. */
    void count(FieldValues values, Tally tally) {
        if (slots.length == 1) {
            values.addTo(tally, slots[0], type);
        } else if (type == FeatureType.POSTERIOR) {
            values.addPosteriorTo(tally, slots[0], slots[1]);
        } else {
            values.addVectorTo(tally, slots);
        }
    }
}
