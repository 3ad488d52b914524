package dev.exhibit.authority;

import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.jose.NumericDate;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import java.time.Duration;
import java.time.Instant;

/**
 * Checks that a client has the private half of the key it brings: a JSON Web Signature by that key, which its header holds
 * ({@code jwk}), of type {@code exhibit-client-key+jwt}, about the client ({@code iss}), for here ({@code aud}), of now
 * ({@code iat}). It may be shown twice: what it brings about is the same.
 */
final class NewKeyCheck {
    private static final String TYPE = "exhibit-client-key+jwt";

    private final AuthorityIdentity identity;
    private final IssuanceLimits limits;
    private final Duration leeway;
    private final SignatureChecker checker;

    NewKeyCheck(AuthorityIdentity identity, IssuanceLimits limits, Duration leeway, SignatureChecker checker) {
        this.identity = identity;
        this.limits = limits;
        this.leeway = leeway;
        this.checker = checker;
    }

    /** @throws OAuthException {@code invalid_request}, saying what is wrong */
    Jwk check(RegisteredClient client, String compact, Instant now) {
        try {
            Jws jws = Jws.parse(compact, limits.assertionBytes());
            require(jws.type().filter(TYPE::equals).isPresent(), "its typ is not " + TYPE);
            Jwk key = Jwk.read(ObjectReader.of(jws.header(), "").object("jwk"));
            require(JwsAlgorithm.USUAL.contains(jws.algorithm()) && key.makes(jws.algorithm()), "alg");
            jws.verify(key.key(), checker);
            demandClaims(client, AssertionCheck.claims(jws, limits.assertionBytes()), now);
            return key;
        } catch (MalformedException malformed) {
            throw refused(String.valueOf(malformed.getMessage()));
        } catch (BadSignatureException other) {
            throw refused("the key that it holds did not sign it");
        }
    }

    private void demandClaims(RegisteredClient client, ObjectReader claims, Instant now) {
        require(claims.text("iss").equals(client.id()), "iss is another client");
        require(identity.isMeantBy(claims.text("aud")), "aud is not this authority");
        Instant made = NumericDate.required(claims, "iat");
        Duration age = limits.assertionLifetime().plus(leeway);
        require(!made.isAfter(now.plus(leeway)) && !made.isBefore(now.minus(age)), "iat is not now");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw refused(otherwise);
        }
    }

    private static OAuthException refused(String why) {
        return new OAuthException(OAuthError.INVALID_REQUEST, "no proof of the new key: " + why);
    }
}
