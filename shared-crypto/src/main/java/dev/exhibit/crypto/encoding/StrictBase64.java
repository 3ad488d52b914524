package dev.exhibit.crypto.encoding;

import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Base64;

/**
 * RFC 4648 section 4 base64 with padding, canonical only. The JDK decodes {@code QQ==} and {@code QR==} alike, which
 * would let two texts carry one signature; here a text is accepted only if it is what the bytes encode to.
 */
public final class StrictBase64 {
    private StrictBase64() {}

    public static String encode(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /** @throws MalformedException unless {@code text} is the canonical encoding of some bytes */
    public static Bytes decode(String text) {
        try {
            Bytes decoded = Bytes.owned(Base64.getDecoder().decode(text));
            if (encode(decoded).equals(text)) {
                return decoded;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedException(Reason.BASE64, "not base64: " + notBase64.getMessage());
        }
        throw new MalformedException(Reason.BASE64, "not canonical base64 (unused bits or padding differ)");
    }
}
