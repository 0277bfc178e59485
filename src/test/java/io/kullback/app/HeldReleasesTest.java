package io.kullback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kullback.detection.MonitorListener;
import io.kullback.detection.MonitorProgress;
import io.kullback.testing.QuietListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A monitor that comes back after an exchange was never gone. */
class HeldReleasesTest {

    private static final MonitorProgress PROGRESS = new MonitorProgress(
            "payments",
            0,
            0,
            Map.of(),
            0,
            0,
            Map.of(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Map.of(),
            0,
            new MonitorProgress.Ceilings(1, 0, 0),
            Optional.empty(),
            List.of());

    private final List<String> released = new ArrayList<>();
    private final MonitorListener listener = new Recording();
    private final HeldReleases held = new HeldReleases(listener);

    private final class Recording extends QuietListener {
        @Override
        public void released(String monitor) {
            released.add(monitor);
        }
    }

    @Test
    void withoutAnExchangeAMonitorIsReleasedAtOnce() {
        held.released("payments");
        assertThat(released).containsExactly("payments");
    }

    @Test
    void whoComesBackDuringAnExchangeIsNotReleasedAndWhoDoesNotIsAtItsEnd() {
        held.hold();
        held.released("payments");
        held.released("gone");
        assertThat(released).isEmpty();
        held.progressed(PROGRESS);
        held.settle();
        assertThat(released).containsExactly("gone");
    }
}
