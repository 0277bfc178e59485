package io.kullback.config;

import java.util.Comparator;

/**
 * One problem of a configuration.
 *
 * @param file the file as the user named it
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1; 0 where the file as a whole is meant
 * @param path where in the document, such as {@code monitors[0].window.size}; empty for the document
 * @param message what is wrong
 * @param remedy how to mend it
 */
public record Problem(ProblemCode code, String file, int line, int column, String path, String message, String remedy) {

    static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::line).thenComparing(Problem::column).thenComparing(Problem::path);

    /** Whether the configuration cannot be used because of it. */
    public boolean isError() {
        return code.severity() == Severity.ERROR;
    }

    /** {@code kullback.yaml:14:7 monitors[2].topic: … . How to mend it. [illegal-topic]}; of a warning, {@code warning: } comes before what is wrong. */
    @Override
    public String toString() {
        String place = line > 0 ? file + ":" + line + ":" + column : file;
        String where = path.isEmpty() ? place : place + " " + path;
        String kind = isError() ? "" : code.severity().label() + ": ";
        return where + ": " + kind + message + ". " + remedy + " [" + code.label() + "]";
    }
}
