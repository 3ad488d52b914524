package dev.exhibit.keyless;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.NumericDate;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.keyless.KeylessException.Kind;
import java.time.Instant;
import java.util.Optional;

/**
 * An identity token of OpenID Connect, read but not believed: whether it is genuine is the certificate authority's to say.
 * Whoever has it can sign as its owner while it lasts, so it stands in no message.
 *
 * @param compact the token as it came
 * @param subject whom it is for, as the authority wants the key's owner to state it: a verified e-mail address if there is
 *     one, else {@code sub}
 * @param expires from when on it is worthless
 */
public record IdentityToken(String compact, String subject, Instant expires) {
    private static final int MAX_SIZE = 64 * 1024;

    /** @throws KeylessException of kind {@code CONFIGURATION} for anything but a signed JSON Web Token with an end */
    public static IdentityToken parse(String compact) {
        try {
            ObjectReader claims =
                    JsonReader.readObject(Jws.parse(compact, MAX_SIZE).payload(), JsonLimits.BODY);
            return new IdentityToken(compact, subject(claims), NumericDate.required(claims, "exp"));
        } catch (MalformedException malformed) {
            // Without what was found, which may be part of the token.
            throw new KeylessException(
                    Kind.CONFIGURATION,
                    "the identity token is no signed JSON Web Token with sub and exp ("
                            + malformed.reason().code()
                            + "); get one from the issuer that the certificate authority believes");
        }
    }

    private static String subject(ObjectReader claims) {
        Optional<String> address = claims.optionalText("email");
        if (address.isPresent() && !claims.optionalFlag("email_verified").orElse(false)) {
            throw new KeylessException(
                    Kind.CONFIGURATION,
                    "the identity token's e-mail address is not verified (email_verified), so no certificate is issued for"
                            + " it; have its issuer verify it");
        }
        return address.orElseGet(() -> claims.text("sub"));
    }

    /** @throws KeylessException of kind {@code NOT_ALLOWED} if the token is worthless at {@code now} */
    void requireFresh(Instant now) {
        if (!now.isBefore(expires)) {
            throw new KeylessException(
                    Kind.NOT_ALLOWED,
                    "the identity token expired at " + expires + ", now is " + now + "; get a new one");
        }
    }

    @Override
    public String toString() {
        return "IdentityToken of " + subject + " until " + expires;
    }
}
