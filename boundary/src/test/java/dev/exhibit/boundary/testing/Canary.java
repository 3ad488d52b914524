package dev.exhibit.boundary.testing;

/**
 * Secrets that tests plant. They must be found in no output: {@code tools/canary-scan} looks for them in everything that a
 * run of the tests has written, as they are, in hexadecimal and in Base64. A test prints none, not even where it fails.
 */
public final class Canary {
    /** All of them begin so; long enough that its middle has one form in each of the three shifts of Base64. */
    public static final String MARK = "canary-0yXq7VtUzK-";

    private Canary() {}

    /** A secret of its own for each use. */
    public static String of(String use) {
        return MARK + use;
    }
}
