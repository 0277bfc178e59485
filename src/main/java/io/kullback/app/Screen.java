package io.kullback.app;

import java.io.Console;

/** Whether a person looks at what the process writes. */
public final class Screen {

    private Screen() {}

    /** Whether standard input and output are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // asked further, below
    public static boolean isSeen() {
        return System.console() != null && isTerminal();
    }

    /** From JDK 22 on there is a console even where there is no terminal; it says so itself. */
    private static boolean isTerminal() {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
