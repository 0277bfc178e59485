package io.kullback.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with one file. */
final class Report {

    private final String file;
    private final Variables variables;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Boolean> asked = new TreeMap<>();

    Report(String file, Variables variables) {
        this.file = file;
        this.variables = variables;
    }

    Variables variables() {
        return variables;
    }

    void add(ProblemCode code, Node at, String path, String message, String remedy) {
        add(code, at.getStartMark(), path, message, remedy);
    }

    void add(ProblemCode code, Optional<Mark> at, String path, String message, String remedy) {
        problems.add(new Problem(
                code,
                file,
                at.map(mark -> mark.getLine() + 1).orElse(0),
                at.map(mark -> mark.getColumn() + 1).orElse(0),
                path,
                variables.hide(message),
                variables.hide(remedy)));
    }

    /** Takes note of a key that was asked for, and whether the file has it. */
    void asked(String path, boolean present) {
        asked.merge(path.replaceAll("\\[\\d+]", "[]"), present, Boolean::logicalOr);
    }

    /** Every key that was asked for anywhere, items of lists under one name, and whether the file has it at least once. */
    Map<String, Boolean> asked() {
        return asked;
    }

    boolean isClean() {
        return problems.isEmpty();
    }

    ConfigurationException exception() {
        return new ConfigurationException(problems);
    }
}
