package io.kullback.app.replay;

import java.util.Locale;

/** HTML and SVG as they are written: every text and every value of an attribute is escaped, so that a name from an event is a text whatever it holds. */
final class Markup {

    private final StringBuilder out = new StringBuilder();

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn
     */
    Markup open(String tag, Object... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"").append(escaped(valueOf(attributes[i + 1])));
            out.append('"');
        }
        out.append('>');
        return this;
    }

    private static String valueOf(Object value) {
        // A tenth of a pixel is as fine as any screen.
        return value instanceof Double number ? String.format(Locale.ROOT, "%.1f", number) : String.valueOf(value);
    }

    Markup close(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    Markup text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** An element that holds a text alone. */
    Markup element(String tag, String text, Object... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** What is markup already, and not from any event. */
    Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    static String escaped(String text) {
        return Shown.safe(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
