package io.kullback.stream;

import io.kullback.detection.AlertTransition;
import io.kullback.detection.SeriesId;
import io.kullback.detection.WindowResult;
import io.kullback.histogram.Reference;
import io.kullback.histogram.Window;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Passes all on; where an alert begins or is told anew, it says which shorter windows show the same already: they say best when and what. */
final class ShortestNamed implements MergeOutput {

    private final MergeOutput output;
    private final Function<SeriesId, Optional<WindowTrack>> shorter;

    ShortestNamed(MergeOutput output, Function<SeriesId, Optional<WindowTrack>> shorter) {
        this.output = output;
        this.shorter = shorter;
    }

    @Override
    public void result(WindowResult result) {
        output.result(result);
    }

    @Override
    public void closed(Window window, double completeness) {
        output.closed(window, completeness);
    }

    @Override
    public void split(WindowSplit split) {
        output.split(split);
    }

    @Override
    public void reference(Reference reference) {
        output.reference(reference);
    }

    @Override
    public void alert(AlertTransition transition, String explanation) {
        boolean ends = transition.ending().isPresent();
        output.alert(
                transition,
                ends
                        ? explanation
                        : shorter.apply(transition.series())
                                .map(track -> explanation + (explanation.isEmpty() ? "" : "; ")
                                        + "windows of "
                                        + words(track.monitor().window().size()) + " ("
                                        + track.monitor().name() + ") show it too")
                                .orElse(explanation));
    }

    private static String words(Duration size) {
        return size.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
