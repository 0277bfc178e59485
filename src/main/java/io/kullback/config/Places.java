package io.kullback.config;

import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Where in a file each of its values stands, so that what shows only later, at the brokers, can still be said of its line. */
public final class Places {

    private final String file;
    private final Map<String, Mark> marks;
    private final Variables variables;

    Places(String file, Map<String, Mark> marks, Variables variables) {
        this.file = file;
        this.marks = Map.copyOf(marks);
        this.variables = variables;
    }

    /**
     * A problem with the value at a path.
     *
     * @param path such as {@code monitors[0].topic}; where the file does not have it, the problem is at what would hold it
     */
    public Problem problem(ProblemCode code, String path, String message, String remedy) {
        Optional<Mark> mark = nearest(path);
        return new Problem(
                code,
                file,
                mark.map(place -> place.getLine() + 1).orElse(0),
                mark.map(place -> place.getColumn() + 1).orElse(0),
                path,
                variables.hide(message),
                variables.hide(remedy));
    }

    private Optional<Mark> nearest(String path) {
        for (String known = path; !known.isEmpty(); known = known.substring(0, Math.max(0, known.lastIndexOf('.')))) {
            if (marks.containsKey(known)) {
                return Optional.of(marks.get(known));
            }
        }
        return Optional.empty();
    }
}
