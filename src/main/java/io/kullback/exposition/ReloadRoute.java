package io.kullback.exposition;

import java.net.URI;
import java.util.Locale;

/** The one thing that is done over HTTP: {@code POST /-/reload} has the configuration read anew, where the configuration itself lets clients ask for it. */
final class ReloadRoute {

    static final String PATH = "/-/reload";

    private final Reloading reloading;
    private volatile boolean open;

    ReloadRoute(Reloading reloading, boolean open) {
        this.reloading = reloading;
        this.open = open;
    }

    /** Whether it may be asked for from now on. */
    void open(boolean whether) {
        open = whether;
    }

    /** Whether a request asks for it, and may. */
    boolean isMeant(String method, String path) {
        return open && method.equals("POST") && path.equals(PATH);
    }

    /**
     * Reads it anew, unless a page of somebody else has made a browser ask. Browsers send who asks with every POST, and add a user's password by themselves.
     *
     * @param origin the header of that name; empty where there is none, as of tools
     * @param host the header of that name
     */
    Answer post(String origin, String host) {
        if (!origin.isEmpty() && !isSame(origin, host)) {
            return Answer.text(403, "a page of another origin cannot ask for this");
        }
        Reloading.Outcome outcome = reloading.now();
        return Answer.text(outcome.kind().status(), String.join("\n", outcome.lines()));
    }

    private static boolean isSame(String origin, String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            // Such as that of a page which must not say where it comes from.
            return false;
        }
    }
}
