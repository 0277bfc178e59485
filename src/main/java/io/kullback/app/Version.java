package io.kullback.app;

import java.util.Optional;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.IVersionProvider;

/** Which build this is. */
public final class Version implements IVersionProvider {

    /** The version in the jar's manifest; {@code development} for classes that are in no jar. */
    public static String ofBuild() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "kullback " + ofBuild(),
            "Java " + System.getProperty("java.version") + ", Kafka clients " + AppInfoParser.getVersion()
        };
    }
}
