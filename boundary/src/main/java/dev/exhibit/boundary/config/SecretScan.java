package dev.exhibit.boundary.config;

import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration says where secrets are and never holds one. Two nets: what stands under a name that speaks of a secret
 * must be a reference; what stands anywhere else must not look like a secret.
 */
final class SecretScan {
    private static final List<String> SUSPICIOUS = List.of("password", "secret", "token", "key");

    /** Private keys in PEM, tokens that say what they are, JSON Web Tokens. */
    private static final Pattern KNOWN = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY"
            + "|\\b(hv[sbr]\\.|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abprs]-|AKIA|ASIA|AIza|npm_|pypi-|sk_live_|sk-)"
            + "[A-Za-z0-9_-]{12}"
            + "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}");

    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+_]{32,}={0,2}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{40,}|[0-9A-F]{40,}");
    /** Says itself that it is a digest: the id of a public key. */
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private static final List<Pattern> ALPHABETS =
            List.of(Pattern.compile("[a-z]"), Pattern.compile("[A-Z]"), Pattern.compile("[0-9]"));
    private static final double RANDOM_BITS = 4.0;

    private SecretScan() {}

    /** @throws MalformedException at the first value that is, or may be, a secret; the text does not repeat it */
    static void check(Json document) {
        search(document, "", false);
    }

    private static void search(Json value, String pointer, boolean suspicious) {
        switch (value) {
            case Json.Obj object -> {
                for (Map.Entry<String, Json> member : object.members().entrySet()) {
                    String place = pointer + "/" + ObjectReader.escape(member.getKey());
                    search(member.getValue(), place, suspicious || isSuspicious(member.getKey()));
                }
            }
            case Json.Arr array -> array.items().forEach(item -> search(item, pointer, suspicious));
            case Json.Text text -> check(text.value(), pointer, suspicious);
            case Json.Num ignored -> demand(!suspicious, pointer);
            case Json.Bool ignored -> demand(!suspicious, pointer);
            case Json.Null ignored -> demand(!suspicious, pointer);
        }
    }

    private static void check(String text, String pointer, boolean suspicious) {
        boolean reference = SecretReference.isReference(text);
        demand(reference || !suspicious, pointer);
        demand(!KNOWN.matcher(text).find(), pointer);
        demand(reference || DIGEST.matcher(text).matches() || !isRandom(text), pointer);
    }

    /** A run of characters as only a machine writes it: long, and of all kinds or all hexadecimal. */
    private static boolean isRandom(String text) {
        Matcher run = RUN.matcher(text);
        while (run.find()) {
            String found = run.group();
            boolean mixed = ALPHABETS.stream()
                    .allMatch(alphabet -> alphabet.matcher(found).find());
            if (HEX.matcher(found).matches() || (mixed && bits(found) > RANDOM_BITS)) {
                return true;
            }
        }
        return false;
    }

    /** Shannon's entropy of one character. */
    private static double bits(String text) {
        double bits = 0;
        for (int character : text.chars().distinct().toArray()) {
            double share =
                    (double) text.chars().filter(other -> other == character).count() / text.length();
            bits -= share * Math.log(share) / Math.log(2);
        }
        return bits;
    }

    private static boolean isSuspicious(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return SUSPICIOUS.stream().anyMatch(small::contains);
    }

    private static void demand(boolean holds, String pointer) {
        if (!holds) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    pointer,
                    "a secret does not stand in the configuration; write where it is: " + SecretReference.FORMS);
        }
    }
}
