package io.kullback.detection;

import io.kullback.histogram.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Windows as letters, an hour each: D drifted, E drifted with other evidence, s clear, h stable but above the clear level, ? inconclusive; and alerts as text.
 */
final class GivenVerdicts {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private GivenVerdicts() {}

    static Window window(int hour) {
        Instant start = START.plus(Duration.ofHours(hour));
        return new Window(start, start.plus(Duration.ofHours(1)));
    }

    static List<JudgedWindow> windows(String letters) {
        return IntStream.range(0, letters.length())
                .mapToObj(hour -> new JudgedWindow(window(hour), verdict(letters.charAt(hour))))
                .toList();
    }

    static Verdict verdict(char letter) {
        return switch (letter) {
            case 'D' -> new Verdict.Drifted(0.02, List.of(new Evidence.Level(0.05, 0.02, 0.004)));
            case 'E' -> new Verdict.Drifted(0.02, List.of(new Evidence.Level(0.06, 0.02, 0.004)));
            case 's' -> new Verdict.Stable(List.of(new Evidence.Level(0.001, 0.02, 0.004)), Optional.empty());
            case 'h' -> new Verdict.Stable(List.of(new Evidence.Level(0.018, 0.02, 0.004)), Optional.empty());
            case '?' -> new Verdict.Inconclusive(InconclusiveReason.TOO_FEW_EVENTS, 3, 50);
            default -> throw new IllegalArgumentException("no verdict is written " + letter);
        };
    }

    static String story(List<AlertTransition> transitions) {
        return transitions.stream()
                .map(told -> Duration.between(START, told.window().start()).toHours() + " "
                        + told.kind().label()
                        + (told.kind() == AlertTransition.Kind.AMENDED
                                ? " to " + told.status().label()
                                : "")
                        + told.ending().map(ending -> " " + ending.label()).orElse(""))
                .collect(Collectors.joining(", "));
    }
}
