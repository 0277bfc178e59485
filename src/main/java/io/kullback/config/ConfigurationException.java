package io.kullback.config;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with every problem found in it. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an exception is never sent anywhere
    private final List<Problem> problems;

    /** @param problems at least one of them an error */
    public ConfigurationException(Collection<Problem> problems) {
        super(problems.stream()
                .sorted(Problem.BY_PLACE)
                .map(Problem::toString)
                .collect(Collectors.joining(System.lineSeparator())));
        this.problems = problems.stream().sorted(Problem.BY_PLACE).toList();
    }

    /** What is wrong, in the order of the file, warnings among it. */
    public List<Problem> problems() {
        return problems;
    }
}
