package io.kullback;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URLClassLoader;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/** The rooms of the house, and what may be carried into each. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kullback");

    private static final String JAVA = "java..";

    @Test
    void histogramUsesNothingButJava() {
        mayUse("histogram", JAVA);
    }

    @Test
    void divergenceUsesHistogramAndCommonsStatistics() {
        mayUse(
                "divergence",
                JAVA,
                "io.kullback.histogram..",
                "org.apache.commons.statistics..",
                "org.apache.commons.numbers..");
    }

    @Test
    void detectionUsesThePureCore() {
        mayUse("detection", JAVA, "io.kullback.histogram..", "io.kullback.divergence..");
    }

    @Test
    void ingestUsesHistogramAndParsers() {
        mayUse("ingest", JAVA, "io.kullback.histogram..", "com.fasterxml.jackson..", "org.apache.commons.csv..");
    }

    @Test
    void streamIsTheHomeOfKafkaStreams() {
        mayUse(
                "stream",
                JAVA,
                "io.kullback.histogram..",
                "io.kullback.divergence..",
                "io.kullback.detection..",
                "io.kullback.ingest..",
                "org.apache.kafka..",
                "com.fasterxml.jackson..",
                "org.slf4j..");
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kullback.stream..", "io.kullback.app..", "io.kullback.config..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void expositionUsesThePureCoreMicrometerPrometheusAndHttp() {
        mayUse(
                "exposition",
                JAVA,
                "io.kullback.histogram..",
                "io.kullback.divergence..",
                "io.kullback.detection..",
                "io.micrometer..",
                "io.prometheus..",
                "org.eclipse.jetty..",
                "at.favre.lib.crypto.bcrypt..",
                "com.fasterxml.jackson.core..",
                "org.slf4j..");
    }

    @Test
    void alertUsesAnHttpClientAndJson() {
        mayUse("alert", JAVA, "javax.crypto..", "org.apache.hc..", "com.fasterxml.jackson..", "org.slf4j..");
    }

    @Test
    void nothingButAppUsesConfig() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kullback.config..", "io.kullback.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kullback.config..")
                .check(CLASSES);
    }

    @Test
    void nothingUsesApp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.kullback.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kullback.app..")
                .check(CLASSES);
    }

    @Test
    void thePureCoreKnowsNoClockNoThreadAndNoChance() {
        noClasses()
                .that()
                .resideInAnyPackage("io.kullback.histogram..", "io.kullback.divergence..", "io.kullback.detection..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Thread.class, Random.class, ExecutorService.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void onlyOneClassTouchesTheInternalsOfKafkaStreams() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.kullback.stream.BeforeCommit")
                .and()
                .doNotHaveFullyQualifiedName("io.kullback.stream.FramingClientSupplier")
                .and()
                .haveNameNotMatching(".*BeforeCommit\\$.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka.streams.processor.internals..", "org.apache.kafka.streams.state.internals..")
                .check(CLASSES);
    }

    @Test
    void noJavaSerialization() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
                .check(CLASSES);
    }

    @Test
    void nothingButExceptionsAndEnumsCouldBeSerialized() {
        noClasses()
                .that()
                .areNotAssignableTo(Throwable.class)
                .and()
                .areNotAssignableTo(Enum.class)
                .should()
                .beAssignableTo(Serializable.class)
                .check(CLASSES);
    }

    @Test
    void noTextSaysWhichClassIsMadeOfIt() {
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching("(enable|activate)DefaultTyping.*")))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("com.fasterxml.jackson.annotation.JsonTypeInfo.*")
                .orShould()
                // Nodes are composed and read by hand; constructors are never asked.
                .dependOnClassesThat()
                .haveNameMatching("org.snakeyaml.engine.v2.(api.Load|constructor\\..*)|org.yaml.snakeyaml\\..*")
                .check(CLASSES);
    }

    @Test
    void noProgramIsStartedNoScriptRunAndNoCodeFetched() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class, Process.class, URLClassLoader.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.naming..", "javax.script..", "java.rmi..")
                .orShould()
                .callMethodWhere(target(nameMatching("exec")).and(target(owner(equivalentTo(Runtime.class)))))
                .check(CLASSES);
    }

    /** A package may use itself and the named ones only. */
    private static void mayUse(String room, String... others) {
        DescribedPredicate<JavaClass> allowed =
                resideInAnyPackage(others).or(resideInAPackage("io.kullback." + room + ".."));
        classes()
                .that()
                .resideInAPackage("io.kullback." + room + "..")
                .should()
                .onlyDependOnClassesThat(allowed.or(primitiveOrArrayOf(allowed)))
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> primitiveOrArrayOf(DescribedPredicate<JavaClass> allowed) {
        return DescribedPredicate.describe(
                "primitives and arrays",
                type -> type.getBaseComponentType().isPrimitive() || allowed.test(type.getBaseComponentType()));
    }
}
