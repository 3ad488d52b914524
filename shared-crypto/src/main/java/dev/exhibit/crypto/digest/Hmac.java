package dev.exhibit.crypto.digest;

import dev.exhibit.crypto.encoding.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-256 (RFC 2104). Compare with {@link Bytes#equals}, which takes the same time wherever two differ. */
public final class Hmac {
    private static final String NAME = "HmacSHA256";

    private Hmac() {}

    /**
     * The 32 bytes of the code over all parts in a row.
     *
     * @param secret at least 32 bytes
     */
    public static Bytes sha256(Bytes secret, Bytes... parts) {
        if (secret.size() < Digest.SIZE) {
            throw new IllegalArgumentException("the secret of an HMAC has at least 32 bytes");
        }
        try {
            Mac mac = Mac.getInstance(NAME);
            mac.init(new SecretKeySpec(secret.toArray(), NAME));
            return Bytes.owned(mac.doFinal(Bytes.concat(parts).toArray()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + NAME, impossible);
        }
    }
}
