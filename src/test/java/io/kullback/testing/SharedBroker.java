package io.kullback.testing;

import io.kullback.app.demo.EmbeddedBroker;
import java.nio.file.Path;

/** One embedded broker for all tests of a JVM; it ends with it. */
public final class SharedBroker {

    private SharedBroker() {}

    private static final class Holder {
        private static final EmbeddedBroker BROKER = start();

        private static EmbeddedBroker start() {
            EmbeddedBroker broker = EmbeddedBroker.start(Path.of("target", "kafka"));
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
            return broker;
        }
    }

    /** Where it listens. */
    public static String bootstrapServers() {
        return Holder.BROKER.bootstrapServers();
    }
}
