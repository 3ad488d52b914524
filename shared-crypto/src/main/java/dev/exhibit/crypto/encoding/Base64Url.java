package dev.exhibit.crypto.encoding;

import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Base64;

/**
 * RFC 4648 section 5 base64url without padding, canonical only, as RFC 7515 section 2 writes it: a text is accepted only
 * if it is what the bytes encode to.
 */
public final class Base64Url {
    private Base64Url() {}

    public static String encode(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
    }

    /** @throws MalformedException unless {@code text} is the canonical encoding of some bytes */
    public static Bytes decode(String text) {
        try {
            Bytes decoded = Bytes.owned(Base64.getUrlDecoder().decode(text));
            if (encode(decoded).equals(text)) {
                return decoded;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedException(Reason.BASE64, "not base64url");
        }
        throw new MalformedException(Reason.BASE64, "not canonical base64url (unused bits or padding differ)");
    }
}
