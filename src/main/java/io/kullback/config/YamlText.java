package io.kullback.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The text of a configuration: read from its file and turned into a tree, within limits that no honest file reaches.
 *
 * <p>The tree has texts, lists and mappings only. A tag such as {@code !!java.net.URL} makes no object.
 */
final class YamlText {

    static final int MOST_BYTES = 1 << 20;
    static final int DEEPEST = 64;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setLabel("configuration")
            .setCodePointLimit(MOST_BYTES)
            // What counts is what they stand for, which ExpandedSize limits.
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();

    private static final String INDENT_REMEDY =
            "Indent with spaces, never tabs, and begin the keys of one mapping in one column.";
    private static final String QUOTE_REMEDY =
            "Close what is opened, and quote texts that hold ': ' or start with a special character.";

    private final Report report;

    YamlText(Report report) {
        this.report = report;
    }

    /** The text of a file; empty if it cannot be read, which has been noted. */
    Optional<String> read(Path file) {
        // Not by its size: a pipe has none.
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                return refuse(
                        ProblemCode.FILE_TOO_LARGE,
                        "the file is larger than " + MOST_BYTES + " bytes",
                        "Give the path of a configuration; split it over several services if it really is one.");
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (NoSuchFileException e) {
            return refuse(
                    ProblemCode.FILE_MISSING,
                    "there is no such file",
                    "Give the path of a configuration: kullback run my.yaml.");
        } catch (IOException e) {
            return refuse(
                    ProblemCode.FILE_UNREADABLE,
                    "the file cannot be read as UTF-8 text (" + e.getClass().getSimpleName() + ")",
                    "Check its permissions and its encoding, and that it is a file.");
        }
    }

    private <T> Optional<T> refuse(ProblemCode code, String message, String remedy) {
        report.add(code, Optional.empty(), "", message, remedy);
        return Optional.empty();
    }

    /** The tree of a text; empty if there is none, which has been noted. */
    Optional<Node> compose(String yaml) {
        try {
            if (isTooDeep(yaml)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(SETTINGS).composeString(yaml);
            if (root.isEmpty()) {
                return refuse(
                        ProblemCode.EMPTY, "the file holds nothing", "Start from config/kullback.reference.yaml.");
            }
            return root.filter(node -> new ExpandedSize(report).isAcceptable(node));
        } catch (MarkedYamlEngineException e) {
            ProblemCode code = code(e, yaml);
            report.add(
                    code,
                    e.getProblemMark(),
                    "",
                    message(code, e),
                    switch (code) {
                        case ILLEGAL_INDENT -> INDENT_REMEDY;
                        case SEVERAL_DOCUMENTS ->
                            "Remove the line '---' and what follows, or make it a file of its own.";
                        default -> QUOTE_REMEDY;
                    });
        } catch (ReaderException e) {
            int at = yaml.indexOf(e.getCodePoint());
            String before = yaml.substring(0, Math.max(0, at));
            report.add(
                    ProblemCode.NOT_YAML,
                    (int) before.chars().filter(c -> c == '\n').count() + 1,
                    before.length() - before.lastIndexOf('\n'),
                    "",
                    String.format("this is not YAML: the character U+%04X may not stand in a text", e.getCodePoint()),
                    "Remove it, or write it as an escape in double quotes.");
        } catch (YamlEngineException e) {
            return refuse(ProblemCode.NOT_YAML, "this is not YAML: " + e.getMessage(), QUOTE_REMEDY);
        }
        return Optional.empty();
    }

    /** Whether lists and mappings are nested too deep to be composed, which is noted. The parser's events, unlike its tree, take no stack. */
    private boolean isTooDeep(String yaml) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(yaml)) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                report.add(
                        ProblemCode.TOO_DEEP,
                        event.getStartMark(),
                        "",
                        "lists and mappings are nested deeper than " + DEEPEST,
                        "A configuration needs fewer than ten levels.");
                return true;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return false;
    }

    // The library has one type for all of these; its messages are pinned by tests.
    private static ProblemCode code(MarkedYamlEngineException e, String yaml) {
        String problem = e.getProblem();
        if (problem.contains("another document")) {
            return ProblemCode.SEVERAL_DOCUMENTS;
        }
        boolean isIndent = problem.contains("(TAB)")
                || problem.contains("expected <block end>, but found '<block")
                // The second colon of one line is no matter of indentation.
                || (problem.contains("mapping values are not allowed") && !hasColonBefore(e, yaml));
        return isIndent ? ProblemCode.ILLEGAL_INDENT : ProblemCode.NOT_YAML;
    }

    private static boolean hasColonBefore(MarkedYamlEngineException e, String yaml) {
        return e.getProblemMark()
                .map(mark -> yaml.lines()
                        .skip(mark.getLine())
                        .findFirst()
                        .orElse("")
                        .substring(0, mark.getColumn())
                        .contains(": "))
                .orElse(false);
    }

    private static String message(ProblemCode code, MarkedYamlEngineException e) {
        return switch (code) {
            case ILLEGAL_INDENT ->
                e.getProblem().contains("(TAB)")
                        ? "a tab stands where spaces are expected"
                        : "this line is indented unlike those it belongs to";
            case SEVERAL_DOCUMENTS -> "a second document begins here, but a configuration is one";
            default -> "this is not YAML: " + e.getProblem();
        };
    }
}
