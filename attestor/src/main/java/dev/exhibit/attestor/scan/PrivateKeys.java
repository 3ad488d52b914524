package dev.exhibit.attestor.scan;

import dev.exhibit.crypto.encoding.StrictBase64;
import java.util.Optional;

/** Private keys as text: PEM (RFC 7468, OpenPGP, OpenSSH), PEM within base64, PuTTY, age. */
final class PrivateKeys {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final int MAX_LABEL = 40;

    /** A sentence about keys has no such run; of a key, what follows the header within this many characters does. */
    private static final int KEY_RUN = 32;

    private static final int WITHIN = 256;

    /** {@code -----BEGIN} as base64, and as many characters as hold the longest label and its end. */
    private static final String BEGIN_AS_BASE64 = "LS0tLS1CRUdJTi";

    private static final int HEADER_AS_BASE64 = 80;

    private static final TokenForm AGE = TokenForm.exactly(58, "AGE-SECRET-KEY-1", Ascii::isAlnum);

    private PrivateKeys() {}

    static boolean in(String text) {
        return pem(text) || encodedPem(text) || putty(text) || AGE.in(text);
    }

    private static boolean pem(String text) {
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + BEGIN.length())) {
            Optional<Integer> body = privateBody(text, at);
            if (body.isPresent() && hasKeyRun(text, body.get())) {
                return true;
            }
        }
        return false;
    }

    /** Where the body begins after the header at {@code at}, if the header is of a private key. */
    private static Optional<Integer> privateBody(String text, int at) {
        int label = at + BEGIN.length();
        int end = text.indexOf(DASHES, label, Math.min(text.length(), label + MAX_LABEL + DASHES.length()));
        if (end < 0) {
            return Optional.empty();
        }
        String name = text.substring(label, end);
        boolean secret = name.endsWith("PRIVATE KEY") || name.endsWith("PRIVATE KEY BLOCK");
        return secret ? Optional.of(end + DASHES.length()) : Optional.empty();
    }

    private static boolean hasKeyRun(String text, int from) {
        int to = Math.min(text.length(), from + WITHIN);
        int run = 0;
        for (int i = from; i < to && run < KEY_RUN; i++) {
            run = Ascii.isBase64(text.charAt(i)) ? run + 1 : 0;
        }
        return run >= KEY_RUN;
    }

    private static boolean encodedPem(String text) {
        int at = text.indexOf(BEGIN_AS_BASE64);
        while (at >= 0) {
            int end = Math.min(text.length(), at + HEADER_AS_BASE64);
            if (end - at == HEADER_AS_BASE64 && isBase64(text, at, end)) {
                String header = StrictBase64.decode(text.substring(at, end)).asLenientText();
                if (privateBody(header, 0).isPresent()) {
                    return true;
                }
            }
            at = text.indexOf(BEGIN_AS_BASE64, at + 1);
        }
        return false;
    }

    private static boolean isBase64(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Ascii.isBase64(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean putty(String text) {
        return text.contains("PuTTY-User-Key-File-") && text.contains("Private-Lines: ");
    }
}
