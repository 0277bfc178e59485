package io.kullback.app;

import io.kullback.config.ConfigurationException;
import io.kullback.config.ConfigurationFile;
import io.kullback.config.Settings;
import io.kullback.exposition.Reloading.Kind;
import io.kullback.exposition.Reloading.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a service's configuration anew and puts it in force, or leaves everything as it is and says why. For one thread. */
final class Reload {

    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Path file;
    private final Map<String, String> environment;
    private final Service service;

    Reload(Path file, Map<String, String> environment, Service service) {
        this.file = file;
        this.environment = environment;
        this.service = service;
    }

    /** Does so now; returns when the new configuration counts, or the one before does again. */
    Outcome now() throws InterruptedException {
        Settings after;
        try {
            after = ConfigurationFile.read(file, environment);
        } catch (ConfigurationException e) {
            return refused(e.problems().stream().map(Object::toString).toList());
        }
        SettingsChange change = new SettingsChange(service.settings(), after);
        List<String> fixed = change.needingRestart();
        if (!fixed.isEmpty()) {
            List<String> lines = new ArrayList<>();
            lines.add(file + ": only a restart can change these, so nothing of the file is in force:");
            lines.addAll(fixed);
            return refused(lines);
        }
        after.warnings().forEach(warning -> LOG.atWarn().log("{}", warning));
        return exchange(change);
    }

    private Outcome refused(List<String> reasons) {
        service.refuse();
        reasons.forEach(reason -> LOG.atError().log("{}", reason));
        LOG.atError().addKeyValue("config", file).log("the configuration is refused; the one before stays in force");
        return new Outcome(Kind.REFUSED, reasons);
    }

    private Outcome exchange(SettingsChange change) throws InterruptedException {
        long start = System.nanoTime();
        try {
            service.exchange(change);
        } catch (Service.FellBackException e) {
            LOG.atError()
                    .addKeyValue("config", file)
                    .addKeyValue("reason", e.getMessage())
                    .log(
                            "the configuration is right, but the service cannot go on with it; the one before is in force again");
            return new Outcome(Kind.FAILED, List.of(String.valueOf(e.getMessage())));
        }
        List<String> lines = new ArrayList<>(change.lines());
        if (lines.isEmpty()) {
            lines.add("nothing has changed");
        }
        LOG.atInfo()
                .addKeyValue("config", file + " " + change.after().hash())
                .addKeyValue("changes", String.join("; ", lines))
                .addKeyValue(
                        "seconds", Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3)
                .log("the configuration has been read anew and is in force");
        return new Outcome(Kind.TAKEN, lines);
    }
}
