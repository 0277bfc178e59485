package io.kullback.detection;

import io.kullback.detection.AlertTransition.Ending;
import io.kullback.detection.AlertTransition.Kind;
import io.kullback.histogram.Window;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be told after late events amended windows: the difference between what was said of them before and what is said now.
 *
 * <p>Each alert is compared by its id. An alert about which the same is said again gives nothing. One that only went further gives the steps that are new. One
 * that no longer stands is withdrawn: it never began, or it never fired though it was said to. Of any other, one transition says how it stands now: under its
 * own kind where that is further on than what was said, else as amended. So at most one transition corrects each alert, and none is ever taken back twice.
 *
 * @param state from which the series goes on
 * @param publish what to tell, numbered after all that was told before
 */
public record AlertRevision(AlertState state, List<AlertTransition> publish) {

    public AlertRevision {
        publish = List.copyOf(publish);
    }

    /**
     * Compares.
     *
     * @param saved the state before the first amended window
     * @param current the state before the revision; only its number of transitions is read
     * @param issued the transitions that the windows since {@code saved} had given: those of the first run, or {@link AlertReplay#transitions} of the last
     *     revision of the same windows
     * @param replay what the same windows give now, from {@code saved}
     */
    public static AlertRevision of(
            AlertState saved, AlertState current, List<AlertTransition> issued, AlertReplay replay) {
        Set<Alert> alerts = new LinkedHashSet<>();
        issued.forEach(transition -> alerts.add(transition.alert()));
        replay.transitions().forEach(transition -> alerts.add(transition.alert()));
        List<AlertTransition> changes = new ArrayList<>();
        for (Alert alert : alerts) {
            changes.addAll(
                    new Comparison(alert, saved, of(alert, issued), of(alert, replay.transitions()), replay.state())
                            .changes());
        }
        long sequence = current.sequence();
        List<AlertTransition> numbered = new ArrayList<>();
        for (AlertTransition change : changes) {
            sequence++;
            numbered.add(change.numbered(sequence));
        }
        return new AlertRevision(replay.state().numbered(sequence), numbered);
    }

    private static List<AlertTransition> of(Alert alert, List<AlertTransition> transitions) {
        return transitions.stream()
                .filter(transition -> transition.alert().equals(alert))
                .toList();
    }

    /** One alert before and after. */
    private record Comparison(
            Alert alert, AlertState saved, List<AlertTransition> before, List<AlertTransition> after, AlertState now) {

        List<AlertTransition> changes() {
            int same = 0;
            while (same < before.size() && same < after.size() && isSame(before.get(same), after.get(same))) {
                same++;
            }
            if (same == before.size()) {
                return after.subList(same, after.size());
            }
            if (isWithdrawn()) {
                return List.of(told(Kind.WITHDRAWN, AlertStatus.INACTIVE, Optional.empty()));
            }
            AlertStatus status = status(after);
            Kind kind = same < after.size() && status.compareTo(status(before)) > 0
                    ? last(after).kind()
                    : Kind.AMENDED;
            return List.of(told(kind, status, ending(status)));
        }

        private static boolean isSame(AlertTransition one, AlertTransition other) {
            return one.numbered(0).equals(other.numbered(0));
        }

        /** Whether the alert never began, or was said to fire and never did. */
        private boolean isWithdrawn() {
            boolean hadBegun = statusSaved() != AlertStatus.INACTIVE;
            boolean hadFired = hadBegun
                    && !(saved instanceof AlertState.Pending pending
                            && pending.resolvedAt().isEmpty());
            boolean wasToldToFire = before.stream().anyMatch(told -> told.kind() == Kind.FIRING);
            boolean neverFired = !after.isEmpty()
                    && last(after).ending().filter(Ending.NEVER_FIRED::equals).isPresent();
            return (after.isEmpty() && !hadBegun) || (neverFired && wasToldToFire && !hadFired);
        }

        private AlertStatus statusSaved() {
            return saved.alert().filter(alert::equals).isPresent() ? saved.status() : AlertStatus.INACTIVE;
        }

        private AlertStatus status(List<AlertTransition> told) {
            return told.isEmpty() ? statusSaved() : last(told).status();
        }

        /** An alert that had resolved before the amended windows, and opened again no more, is over as it was. */
        private Optional<Ending> ending(AlertStatus status) {
            return status == AlertStatus.RESOLVED
                    ? Optional.of(
                            after.isEmpty()
                                    ? Ending.CLEARED
                                    : last(after).ending().orElse(Ending.CLEARED))
                    : Optional.empty();
        }

        private AlertTransition told(Kind kind, AlertStatus status, Optional<Ending> ending) {
            AlertTransition base = after.isEmpty() ? last(before) : last(after);
            boolean isNow = now.alert().filter(alert::equals).isPresent();
            Window window = after.isEmpty() ? now.newest().orElse(base.window()) : base.window();
            List<Evidence> evidence = after.isEmpty() ? (isNow ? now.evidence() : List.of()) : base.evidence();
            return new AlertTransition(base.series(), alert, kind, status, window, evidence, ending, 0);
        }

        private static AlertTransition last(List<AlertTransition> transitions) {
            return transitions.get(transitions.size() - 1);
        }
    }
}
