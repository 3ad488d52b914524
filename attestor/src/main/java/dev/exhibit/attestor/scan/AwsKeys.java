package dev.exhibit.attestor.scan;

/** Access keys of AWS. An id alone opens nothing; the secret alone looks like many things. */
final class AwsKeys {
    private static final int ID_LENGTH = 16;
    private static final TokenForm LASTING = TokenForm.exactly(ID_LENGTH, "AKIA", AwsKeys::ofId);
    private static final TokenForm TEMPORARY = TokenForm.exactly(ID_LENGTH, "ASIA", AwsKeys::ofId);

    private static final int SECRET_LENGTH = 40;

    /** What 30 bytes of chance have almost always, and paths, names and hexadecimal digests do not. */
    private static final int MIN_DISTINCT = 20;

    private static final int MIN_CASE = 4;
    private static final int MIN_DIGITS = 2;
    private static final int MAX_SLASHES = 3;

    private AwsKeys() {}

    private static boolean ofId(char c) {
        return Ascii.isUpper(c) || Ascii.isDigit(c);
    }

    static boolean hasId(String text) {
        return LASTING.in(text) || TEMPORARY.in(text);
    }

    /** Whether a run of exactly 40 characters of base64 looks like chance. */
    static boolean hasSecret(String text) {
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !Ascii.isBase64(text.charAt(i))) {
                if (i - from == SECRET_LENGTH && looksLikeChance(text, from)) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    private static boolean looksLikeChance(String text, int from) {
        int upper = 0;
        int lower = 0;
        int digits = 0;
        int slashes = 0;
        for (int i = from; i < from + SECRET_LENGTH; i++) {
            char c = text.charAt(i);
            upper += Ascii.isUpper(c) ? 1 : 0;
            lower += Ascii.isLower(c) ? 1 : 0;
            digits += Ascii.isDigit(c) ? 1 : 0;
            slashes += c == '/' ? 1 : 0;
        }
        return Math.min(upper, lower) >= MIN_CASE
                && digits >= MIN_DIGITS
                && slashes <= MAX_SLASHES
                && Ascii.distinct(text, from, from + SECRET_LENGTH) >= MIN_DISTINCT;
    }
}
