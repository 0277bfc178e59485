package io.kullback.config;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One bad configuration.
 *
 * @param kind number in the list of kinds; 0 for what the list does not have
 * @param place line and column, or nothing where the file as a whole is meant
 * @param reason a part of what is said of it
 * @param remedy a part of what is said to mend it
 */
record BadConfiguration(int kind, ProblemCode code, String yaml, String place, String reason, String remedy) {

    /** The shortest configuration that is right. */
    static final String RIGHT = """
            kafka: {bootstrap.servers: localhost:9092}
            monitors:
              - name: flights
                topic: flights
                window: {size: 1h}
                reference: {period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}
                features:
                  - {name: delay, type: number}
            """;

    static final String PERIOD = "{period: {from: 2001-01-04T00:00:00Z, to: 2001-01-18T00:00:00Z}}";
    static final String SERVERS = "{bootstrap.servers: localhost:9092}";

    /** What the right configuration becomes when a part of it is replaced. */
    static BadConfiguration kind(
            int number, ProblemCode code, String right, String wrong, String place, String reason, String remedy) {
        assertThat(RIGHT).contains(right);
        return new BadConfiguration(number, code, RIGHT.replace(right, wrong), place, reason, remedy);
    }

    static BadConfiguration kafka(String properties, String place, String reason, String remedy) {
        return kind(21, ProblemCode.INCOMPLETE_SECURITY, SERVERS, properties, place, reason, remedy);
    }

    static BadConfiguration reference(
            int number, ProblemCode code, String file, String place, String reason, String remedy) {
        return kind(number, code, PERIOD, "{file: " + file + "}", place, reason, remedy);
    }

    @Override
    public String toString() {
        return kind + " " + code.label();
    }
}
