package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * A code that is good for one certificate: {@code <tenant>.<32 letters and digits>}, 160 random bits. Only its digest is
 * stored.
 *
 * @param tenant whose code it is; no secret
 * @param secret 32 of {@code a-z 2-7}
 */
public record OneTimeCode(TenantId tenant, String secret) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 32;
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{" + LENGTH + "}");
    private static final Bytes PURPOSE = Bytes.utf8("exhibit one-time code 1\n");

    public OneTimeCode {
        if (!FORM.matcher(secret).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "not a one-time code");
        }
    }

    /** A fresh one. */
    static OneTimeCode make(TenantId tenant, SecureRandom random) {
        StringBuilder secret = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new OneTimeCode(tenant, secret.toString());
    }

    /** @throws MalformedException unless {@code text} could be a code */
    static OneTimeCode parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw new MalformedException(Reason.BAD_VALUE, "not a one-time code");
        }
        return new OneTimeCode(new TenantId(text.substring(0, dot)), text.substring(dot + 1));
    }

    /** The whole code, to be shown once. */
    public String revealed() {
        return tenant + "." + secret;
    }

    /** Under which it is stored. */
    public Digest digest() {
        return Hashing.of(PURPOSE, Bytes.utf8(secret));
    }

    @Override
    public String toString() {
        return "a code of " + tenant;
    }
}
