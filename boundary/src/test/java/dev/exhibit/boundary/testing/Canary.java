package dev.exhibit.boundary.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Secrets that tests plant. They must be found in no output: {@code tools/canary-scan} looks for them in everything that a
 * run of the tests has reported, as they are, in hexadecimal and in Base64. A test prints none, not even where it fails.
 */
public final class Canary {
    /** All of them begin so. The scan knows it, too. */
    public static final String MARK = "canary-0yXq7VtUzK-";

    private static final Map<String, String> FORMS = forms();

    private Canary() {}

    /** A secret of its own for each use. */
    public static String of(String use) {
        return MARK + use;
    }

    /** In which forms one is in {@code text}: to be empty. */
    public static List<String> formsIn(String text) {
        List<String> found = new ArrayList<>();
        FORMS.forEach((name, form) -> {
            if (text.contains(form)) {
                found.add(name);
            }
        });
        return found;
    }

    /** Base64 of something longer shows one of three texts, by the place of the mark in it; both alphabets have the same. */
    private static Map<String, String> forms() {
        byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("as it is", MARK);
        String hex = HexFormat.of().formatHex(mark);
        forms.put("in small hexadecimal", hex);
        forms.put("in large hexadecimal", hex.toUpperCase(Locale.ROOT));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + mark.length];
            System.arraycopy(mark, 0, shifted, shift, mark.length);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(shifted);
            forms.put(
                    "in Base64 shifted by " + shift,
                    text.substring((shift * 8 + 5) / 6, (shift + mark.length) * 8 / 6));
        }
        return forms;
    }
}
