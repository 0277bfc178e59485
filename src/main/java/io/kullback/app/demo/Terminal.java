package io.kullback.app.demo;

import io.kullback.app.Screen;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/**
 * Where the demo writes: lines, and on a real terminal one more line at the bottom that is written over and over.
 *
 * <p>Thread-safe.
 */
final class Terminal {

    private static final String CLEAR_LINE = "\r\u001B[K";

    private final PrintStream out;
    private final boolean live;
    private final boolean colour;
    private String bottom = "";

    Terminal(PrintStream out, boolean live, boolean colour) {
        this.out = out;
        this.live = live;
        this.colour = colour;
    }

    /** The process's own standard output; live only when a person sees it. */
    static Terminal ofProcess() {
        boolean live = Screen.isSeen();
        // Also where the locale is POSIX, as in containers: terminals of today read UTF-8.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        return new Terminal(out, live, live && Ansi.AUTO.enabled());
    }

    /** Whether the bottom line is shown. */
    boolean isLive() {
        return live;
    }

    /** Writes a line above the bottom line. */
    synchronized void line(String text) {
        out.print(
                bottom.isEmpty() ? text + System.lineSeparator() : CLEAR_LINE + text + System.lineSeparator() + bottom);
        out.flush();
    }

    /** Replaces the bottom line; does nothing where there is none. */
    synchronized void bottom(String text) {
        if (live) {
            bottom = text;
            out.print(CLEAR_LINE + text);
            out.flush();
        }
    }

    /** Takes the bottom line away. */
    synchronized void endBottom() {
        if (!bottom.isEmpty()) {
            out.print(CLEAR_LINE);
            out.flush();
            bottom = "";
        }
    }

    String alarming(String text) {
        return styled("31;1", text);
    }

    String faint(String text) {
        return styled("2", text);
    }

    String bold(String text) {
        return styled("1", text);
    }

    private String styled(String code, String text) {
        return colour ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }
}
