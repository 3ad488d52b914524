package dev.exhibit.authority;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.jose.NumericDate;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks what clients sign to prove themselves, {@code private_key_jwt} (RFC 7523 section 3). Thread-safe. */
final class AssertionCheck {
    private static final Set<String> TYPES = Set.of("jwt", "client-authentication+jwt");
    private static final Pattern ID = Pattern.compile("[\\x20-\\x7E]{1,128}");
    private static final Bytes PURPOSE = Bytes.utf8("exhibit client assertion 1\n");
    private static final int DEPTH = 4;
    private static final int MEMBERS = 64;

    private final AuthorityIdentity identity;
    private final IssuanceLimits limits;
    private final Duration leeway;
    private final ReplayGuard replays;
    private final SignatureChecker checker;

    AssertionCheck(
            AuthorityIdentity identity,
            IssuanceLimits limits,
            AccessLimits access,
            ReplayGuard replays,
            SignatureChecker checker) {
        this.identity = identity;
        this.limits = limits;
        this.leeway = access.leeway();
        this.replays = replays;
        this.checker = checker;
    }

    /**
     * An assertion that its client signed, not used yet.
     *
     * @param key that it was signed with
     * @param name names it, together with its client
     * @param until when everybody would refuse it as too old
     */
    record Unspent(RegisteredClient client, Jwk key, Digest name, Instant until) {}

    /** Whose assertion this says it is: nothing of that is believed yet. */
    Optional<String> claimedClient(String compact) {
        try {
            return Optional.of(claims(parse(compact), limits.assertionBytes()).text("sub"));
        } catch (MalformedException refused) {
            return Optional.empty();
        }
    }

    /**
     * The assertion that {@code client} made for here and now.
     *
     * @throws MalformedException or {@link BadSignatureException} for any other
     */
    Unspent check(RegisteredClient client, String compact, Instant now) {
        // 1. Its client signed it, with a key that is registered.
        Jws jws = parse(compact);
        require(JwsAlgorithm.USUAL.contains(jws.algorithm()), "alg");
        require(jws.type().map(TYPES::contains).orElse(true), "typ");
        Jwk key = signer(client, jws);
        // 2. About itself, for this server alone.
        ObjectReader claims = claims(jws, limits.assertionBytes());
        require(claims.text("iss").equals(client.id()) && claims.text("sub").equals(client.id()), "sub");
        require(identity.isMeantBy(claims.text("aud")), "aud");
        // 3. For now, and not for long.
        Instant expires = NumericDate.optional(claims, "exp").orElseThrow(() -> wrong("exp"));
        Instant start = NumericDate.optional(claims, "iat").orElse(now);
        Instant notBefore = NumericDate.optional(claims, "nbf").orElse(start);
        require(now.isBefore(expires.plus(leeway)), "exp");
        require(!start.isAfter(now.plus(leeway)) && !notBefore.isAfter(now.plus(leeway)), "iat");
        require(!expires.isAfter(start.plus(limits.assertionLifetime())), "exp");
        require(!expires.isAfter(now.plus(limits.assertionLifetime()).plus(leeway)), "exp");
        // 4. With a name, so that it is taken once.
        String id = claims.text("jti");
        require(ID.matcher(id).matches(), "jti");
        Digest name = Hashing.of(PURPOSE, Hashing.of(Bytes.utf8(client.id())).bytes(), Bytes.utf8(id));
        return new Unspent(client, key, name, expires.plus(leeway).plus(ReplayGuard.CLOCKS));
    }

    /** While a client changes from one key to the next it has two, and need not name the one it uses: they are few. */
    private Jwk signer(RegisteredClient client, Jws jws) {
        return client.keys().keys().stream()
                .filter(key -> key.makes(jws.algorithm()))
                .filter(key -> jws.keyId().isEmpty() || jws.keyId().equals(key.keyId()))
                .filter(key -> isSignedBy(key, jws))
                .findFirst()
                .orElseThrow(() -> wrong("kid"));
    }

    private boolean isSignedBy(Jwk key, Jws jws) {
        try {
            jws.verify(key.key(), checker);
            return true;
        } catch (BadSignatureException | MalformedException another) {
            return false;
        }
    }

    /** Uses an assertion; whether this was the first time. */
    boolean spend(Unspent assertion) {
        ReplayGuard.Claim claim = claim(assertion);
        // The memory was lost and begun anew meanwhile: once more, in the new one.
        return (claim == ReplayGuard.Claim.OTHER_EPOCH ? claim(assertion) : claim) == ReplayGuard.Claim.FIRST;
    }

    private ReplayGuard.Claim claim(Unspent assertion) {
        TenantId tenant = assertion.client().tenant();
        return replays.claim(tenant, replays.epoch(tenant), assertion.name(), assertion.until());
    }

    private Jws parse(String compact) {
        return Jws.parse(compact, limits.assertionBytes());
    }

    /** The claims of what a client has signed, of at most {@code size} bytes. */
    static ObjectReader claims(Jws jws, int size) {
        return JsonReader.readObject(jws.payload(), new JsonLimits(size, DEPTH, MEMBERS, size));
    }

    private static void require(boolean holds, String claim) {
        if (!holds) {
            throw wrong(claim);
        }
    }

    private static MalformedException wrong(String claim) {
        return new MalformedException(Reason.BAD_VALUE, "/" + claim, "not as it must be");
    }
}
