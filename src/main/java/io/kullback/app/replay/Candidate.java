package io.kullback.app.replay;

import io.kullback.config.Settings;
import io.kullback.detection.SeriesId;
import io.kullback.stream.MonitorSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One configuration in a replay, and what its monitors said.
 *
 * @param findings one for each of its monitors that take part
 */
record Candidate(Path file, Settings settings, List<Findings> findings) {

    Candidate {
        findings = List.copyOf(findings);
    }

    List<AlertSpan> alerts() {
        return findings.stream().flatMap(of -> of.alerts().stream()).toList();
    }

    /**
     * What series of another configuration are called in this one: the monitor of the same name, or where there is none, the only one here that is without a namesake and on the
     * same topic.
     */
    UnaryOperator<SeriesId> namesOf(Candidate other) {
        return series -> new SeriesId(nameOf(series.monitor(), other), series.segment(), series.feature());
    }

    private String nameOf(String theirs, Candidate other) {
        if (has(theirs)) {
            return theirs;
        }
        List<MonitorSettings> candidates = findings.stream()
                .map(Findings::monitor)
                .filter(monitor -> !other.has(monitor.name()))
                .filter(monitor -> other.monitors().stream()
                        .anyMatch(their ->
                                their.name().equals(theirs) && their.topic().equals(monitor.topic())))
                .toList();
        return candidates.size() == 1 ? candidates.get(0).name() : theirs;
    }

    private boolean has(String monitor) {
        return monitors().stream().anyMatch(own -> own.name().equals(monitor));
    }

    List<MonitorSettings> monitors() {
        return findings.stream().map(Findings::monitor).toList();
    }
}
