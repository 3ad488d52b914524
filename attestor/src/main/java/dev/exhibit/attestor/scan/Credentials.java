package dev.exhibit.attestor.scan;

import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.encoding.MalformedException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a caller shows to get in, in the forms of standards: RFC 7519, RFC 7617, RFC 6750, RFC 3986. */
final class Credentials {
    private static final int MIN_HEADER = 12;
    private static final int MIN_SIGNATURE = 20;
    private static final List<String> CLAIMS = List.of("\"iss\"", "\"sub\"", "\"aud\"", "\"exp\"", "\"jti\"");

    private static final int MIN_BASIC = 8;
    private static final int MIN_BEARER = 20;
    private static final int MIN_DISTINCT = 8;

    private static final int MAX_AUTHORITY = 512;

    /** What stands for a password in a document about URLs. */
    private static final Set<String> PLACEHOLDERS =
            Set.of("password", "passwd", "pass", "pwd", "pw", "secret", "token", "redacted", "changeme", "xxx");

    private Credentials() {}

    /** A signed JSON web token: its claims say who; a signature over any other document is no credential. */
    static boolean jwt(String text) {
        int at = text.indexOf("eyJ");
        while (at >= 0) {
            int header = run(text, at);
            if (Ascii.beginsWord(text, at) && isJwt(text, at, header)) {
                return true;
            }
            at = text.indexOf("eyJ", header);
        }
        return false;
    }

    private static boolean isJwt(String text, int from, int header) {
        if (header - from < MIN_HEADER || !text.startsWith(".eyJ", header)) {
            return false;
        }
        int claims = run(text, header + 1);
        boolean signed =
                claims < text.length() && text.charAt(claims) == '.' && run(text, claims + 1) - claims > MIN_SIGNATURE;
        if (!signed || !decoded(text, from, header).contains("\"alg\"")) {
            return false;
        }
        String said = decoded(text, header + 1, claims);
        return CLAIMS.stream().anyMatch(said::contains);
    }

    private static int run(String text, int from) {
        int end = from;
        while (end < text.length() && Ascii.isBase64Url(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** What base64url from {@code from} to {@code to} stands for; nothing for what is none. */
    private static String decoded(String text, int from, int to) {
        try {
            return Base64Url.decode(text.substring(from, to)).asLenientText();
        } catch (MalformedException none) {
            return "";
        }
    }

    /** The value of a header {@code Authorization}. */
    static boolean http(String text) {
        return after("asic ", text, Credentials::isBasic) || after("earer ", text, Credentials::isBearer);
    }

    /** Whether what follows one of the places where {@code scheme} stands, whose first letter is B or b, is a credential. */
    private static boolean after(String scheme, String text, Shown shown) {
        for (int at = text.indexOf(scheme); at >= 0; at = text.indexOf(scheme, at + scheme.length())) {
            boolean named = at > 0 && (text.charAt(at - 1) == 'B' || text.charAt(at - 1) == 'b');
            int from = at + scheme.length();
            if (named && shown.is(text, from, token68(text, from))) {
                return true;
            }
        }
        return false;
    }

    @FunctionalInterface
    private interface Shown {
        boolean is(String text, int from, int to);
    }

    private static int token68(String text, int from) {
        int end = from;
        while (end < text.length() && (Ascii.isBase64(text.charAt(end)) || "-._~".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static boolean isBasic(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Ascii.isBase64(text.charAt(i))) {
                return false;
            }
        }
        if (to - from < MIN_BASIC) {
            return false;
        }
        // Without its padding, base64 is base64url in another alphabet.
        String pair = decoded(text.substring(from, to).replace('+', '-').replace('/', '_'), 0, to - from);
        int colon = pair.indexOf(':');
        boolean printable = pair.chars().allMatch(c -> c >= ' ' && c <= '~');
        return printable && colon >= 0 && colon < pair.length() - 1;
    }

    private static boolean isBearer(String text, int from, int to) {
        boolean digits = false;
        for (int i = from; i < to; i++) {
            digits |= Ascii.isDigit(text.charAt(i));
        }
        return digits && to - from >= MIN_BEARER && Ascii.distinct(text, from, to) >= MIN_DISTINCT;
    }

    /** {@code scheme://user:password@host}, unless the password is a placeholder or the host reserved for examples. */
    static boolean url(String text) {
        for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 1)) {
            int from = at + "://".length();
            String authority = text.substring(from, authorityEnd(text, from));
            int host = authority.lastIndexOf('@');
            int colon = authority.indexOf(':');
            boolean pair = at > 0 && Ascii.isAlnum(text.charAt(at - 1)) && colon >= 0 && colon < host;
            if (pair
                    && !isPlaceholder(authority.substring(colon + 1, host))
                    && !HostNames.isForExamples(authority.substring(host + 1))) {
                return true;
            }
        }
        return false;
    }

    private static int authorityEnd(String text, int from) {
        int limit = Math.min(text.length(), from + MAX_AUTHORITY);
        int end = from;
        while (end < limit && text.charAt(end) > ' ' && "/?#\\\"'<>`|,;".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static boolean isPlaceholder(String password) {
        return password.length() < 2
                || ("$*{[(%".indexOf(password.charAt(0)) >= 0 && !isPercentEscape(password))
                || Ascii.distinct(password, 0, password.length()) < 2
                || PLACEHOLDERS.contains(password.toLowerCase(Locale.ROOT));
    }

    private static boolean isPercentEscape(String password) {
        return password.length() > 2
                && password.charAt(0) == '%'
                && Ascii.isHex(password.charAt(1))
                && Ascii.isHex(password.charAt(2));
    }
}
