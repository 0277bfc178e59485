package io.kullback.config;

import io.kullback.stream.PastSpan;
import io.kullback.stream.ReferenceSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads which earlier time windows are compared with. */
final class PastSection {

    private static final String SPAN_REMEDY = "Write for example 'rolling: {span: 7d}'.";

    private final Section reference;

    /** @param reference the section that has one of the keys read here */
    PastSection(Section reference) {
        this.reference = reference;
    }

    /** So many windows just before each. */
    Optional<ReferenceSource> previous(Duration size) {
        int windows = reference.count("previous", 1);
        return source("previous", "Write how many windows, such as 'previous: 1'.", () -> {
            if (windows < 1) {
                throw new IllegalArgumentException("previous must be at least 1 window, but is " + windows);
            }
            return new PastSpan.Rolling(size.multipliedBy(windows), Duration.ZERO);
        });
    }

    /** A span that goes along. */
    Optional<ReferenceSource> rolling() {
        Section rolling = reference.section("rolling").orElseThrow();
        boolean hasSpan = rolling.require("span", SPAN_REMEDY);
        Duration span = rolling.duration("span", Duration.ofDays(7));
        Duration offset = rolling.duration("offset", Duration.ZERO);
        rolling.finish();
        return hasSpan ? source("rolling", SPAN_REMEDY, () -> new PastSpan.Rolling(span, offset)) : Optional.empty();
    }

    /** All since some moment. */
    Optional<ReferenceSource> expanding() {
        Section expanding = reference.section("expanding").orElseThrow();
        boolean hasFrom = expanding.require("from", "Write for example 'from: 2001-01-04T00:00:00Z'.");
        Optional<Instant> from = expanding.instant("from");
        Duration offset = expanding.duration("offset", Duration.ZERO);
        expanding.finish();
        return hasFrom
                ? from.flatMap(start -> source(
                        "expanding",
                        "Write for example 'expanding: {from: 2001-01-04T00:00:00Z}'.",
                        () -> new PastSpan.Expanding(start, offset)))
                : Optional.empty();
    }

    /** The same time of earlier days or weeks. */
    Optional<ReferenceSource> seasonal() {
        Section seasonal = reference.section("seasonal").orElseThrow();
        Duration every = seasonal.duration("every", Duration.ofDays(7));
        int times = seasonal.count("times", 4);
        SortedSet<LocalDate> except = new TreeSet<>();
        for (String day : seasonal.texts("except")) {
            seasonal.parsed(
                            ProblemCode.ILLEGAL_TIME,
                            "except",
                            () -> date(day),
                            "Write days as '[2026-12-25, 2027-01-01]'.")
                    .ifPresent(except::add);
        }
        seasonal.finish();
        return source(
                "seasonal",
                "Write for example 'seasonal: {every: 7d, times: 4}'.",
                () -> new PastSpan.Seasonal(every, times, except));
    }

    private static LocalDate date(String day) {
        try {
            return LocalDate.parse(day);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a day is expected, but this is '" + day + "'", e);
        }
    }

    private Optional<ReferenceSource> source(String key, String remedy, Supplier<PastSpan> span) {
        return reference
                .parsed(ProblemCode.ILLEGAL_REFERENCE, key, span, remedy)
                .map(ReferenceSource.Past::new);
    }
}
