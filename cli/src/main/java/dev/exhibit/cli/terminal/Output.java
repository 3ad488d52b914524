package dev.exhibit.cli.terminal;

import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.io.PrintStream;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a command writes. Results go to standard output, as text for people or as one canonical JSON document; progress
 * and errors go to standard error.
 */
public final class Output {
    private static final int LABEL_WIDTH = 12;

    /** Our own colours, kept as they are, and everything that a terminal might act upon. */
    private static final Pattern CONTROLS = Pattern.compile(
            "\\x1B\\[(?:32|31|1|2|0)m|[\\x00-\\x1F\\x7F-\\x9F\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colours;
    private boolean json;

    public Output(PrintStream out, PrintStream err, boolean colours) {
        this.out = out;
        this.err = err;
        this.colours = colours;
    }

    /** The process's own streams; colours on a terminal unless {@code NO_COLOR} is set. */
    public static Output ofProcess(Map<String, String> environment) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Output(System.out, System.err, terminal && wanted);
    }

    /** From now on results are JSON. */
    public void useJson() {
        json = true;
    }

    public boolean isJson() {
        return json;
    }

    /** A line for people; left out when results are JSON. */
    public void line(String text) {
        if (!json) {
            out.println(inert(text));
        }
    }

    /** A labelled value for people. */
    public void field(String label, Object value) {
        line("  " + pad(label) + value);
    }

    /** The result as data; written only when results are JSON. */
    public void result(Json document) {
        if (json) {
            out.println(CanonicalJson.of(document).bytes().asLenientText());
        }
    }

    /** A note that is not part of the result. */
    public void note(String text) {
        err.println(inert(text));
    }

    public String good(String text) {
        return paint("32", text);
    }

    public String bad(String text) {
        return paint("31", text);
    }

    public String strong(String text) {
        return paint("1", text);
    }

    public String faint(String text) {
        return paint("2", text);
    }

    /** Names and messages come from outside: nothing in them may move the cursor, repaint, or turn text round. */
    private static String inert(String text) {
        return CONTROLS.matcher(text).replaceAll(found -> found.group().length() > 1 ? found.group() : "?");
    }

    private String paint(String code, String text) {
        return colours ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }

    private static String pad(String label) {
        return label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length()));
    }
}
