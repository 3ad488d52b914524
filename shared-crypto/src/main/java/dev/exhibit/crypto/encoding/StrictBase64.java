package dev.exhibit.crypto.encoding;

import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Base64;

/**
 * RFC 4648 section 4 base64 with padding, canonical only. The JDK decodes {@code QQ==} and {@code QR==} alike, which
 * would let two texts carry one signature; here a text is accepted only if it is what the bytes encode to.
 */
public final class StrictBase64 {
    private static final int GROUP = 3;
    private static final int ENCODED_GROUP = 4;

    private StrictBase64() {}

    public static String encode(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.shared());
    }

    /** @throws MalformedException unless {@code text} is the canonical encoding of some bytes */
    public static Bytes decode(String text) {
        Bytes decoded = lenient(text);
        // The JDK refuses every freedom but those of the last group: its padding and its unused bits.
        int last = (decoded.size() - 1) / GROUP * GROUP;
        String end = encode(decoded.slice(last, decoded.size()));
        if (text.length() != last / GROUP * ENCODED_GROUP + end.length() || !text.endsWith(end)) {
            throw new MalformedException(Reason.BASE64, "not canonical base64 (unused bits or padding differ)");
        }
        return decoded;
    }

    private static Bytes lenient(String text) {
        try {
            return Bytes.owned(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedException(Reason.BASE64, "not base64: " + notBase64.getMessage());
        }
    }
}
