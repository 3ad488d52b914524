package dev.exhibit.boundary.token;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.identity.ScopeConflicts;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.NumericDate;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks access tokens (RFC 9068 section 4, RFC 8725): a known issuer's signature first, then for whom and for when the
 * token is. Thread-safe.
 */
public final class TokenCheck {
    private static final int DEPTH = 8;
    private static final int MEMBERS = 256;
    private static final int MAX_AUDIENCES = 16;
    private static final int MAX_TEXT = 256;
    private static final Pattern TEXT = Pattern.compile("[\\x20-\\x7E]{1," + MAX_TEXT + "}");
    private static final Pattern SCOPES = Pattern.compile("([\\x21\\x23-\\x5B\\x5D-\\x7E]{1,64}( (?!$)|$)){0,64}");

    private final Map<String, TrustedIssuer> issuers;
    private final String audience;
    private final AccessLimits limits;
    private final SignatureChecker checker;

    /**
     * @param issuers each with another name
     * @param audience what {@code aud} must say or contain
     */
    public TokenCheck(List<TrustedIssuer> issuers, String audience, AccessLimits limits, SignatureChecker checker) {
        this.issuers = issuers.stream().collect(Collectors.toUnmodifiableMap(TrustedIssuer::name, Function.identity()));
        this.audience = audience;
        this.limits = limits;
        this.checker = checker;
    }

    /**
     * The token that {@code compact} is.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException with one of {@link AccessRefusal}, or {@code unavailable}
     */
    public AccessToken check(String compact, Instant now) {
        // 1. Its form, and whose it says it is: nothing of this is believed yet.
        Jws jws = parsed(compact);
        ObjectReader claims = claims(() -> JsonReader.readObject(jws.payload(), claimLimits()));
        TrustedIssuer issuer = issuer(claims(() -> claims.text("iss")));
        // 2. What this issuer may sign with, and that it did.
        demand(issuer.algorithms().contains(jws.algorithm()), AccessRefusal.TOKEN_ALGORITHM);
        demand(jws.type().filter(issuer.types()::contains).isPresent(), AccessRefusal.TOKEN_TYPE);
        demandSignature(jws, issuer);
        // 3. For this service, for now, and not for long.
        demand(claims(() -> audiences(claims)).contains(audience), AccessRefusal.TOKEN_AUDIENCE);
        Instant issued = claims(() -> NumericDate.required(claims, "iat"));
        Instant expires = claims(() -> NumericDate.required(claims, "exp"));
        demandTime(claims, issued, expires, now);
        // 4. For one tenant.
        TenantId tenant = tenant(claims, issuer);
        AccessToken token = claims(() -> new AccessToken(
                issuer.name(),
                text(claims, "sub"),
                claims.names().contains("client_id") ? text(claims, "client_id") : text(claims, "azp"),
                tenant,
                scopes(claims),
                issued,
                expires,
                text(claims, "jti"),
                claims.optionalObject("cnf").map(Confirmation::read).orElseGet(Confirmation::none),
                Hashing.of(Bytes.utf8(compact))));
        // 5. Whatever its issuer thinks of it, with no two scopes that are for two people.
        demand(ScopeConflicts.in(token.scopes()).isEmpty(), AccessRefusal.SCOPES_CONFLICT);
        // 6. And not taken back.
        demand(!issuer.revocations().isRevoked(token), AccessRefusal.TOKEN_REVOKED);
        return token;
    }

    private Jws parsed(String compact) {
        try {
            return Jws.parse(compact, limits.tokenBytes());
        } catch (MalformedException refused) {
            if (refused.reason() == Reason.TOO_LARGE) {
                throw AccessRefusal.TOKEN_TOO_LARGE.exception();
            }
            boolean algorithm = refused.pointer().equals("/alg");
            throw (algorithm ? AccessRefusal.TOKEN_ALGORITHM : AccessRefusal.TOKEN_MALFORMED).exception();
        }
    }

    private TrustedIssuer issuer(String name) {
        TrustedIssuer issuer = issuers.get(name);
        if (issuer == null) {
            throw AccessRefusal.TOKEN_ISSUER.exception();
        }
        return issuer;
    }

    private void demandSignature(Jws jws, TrustedIssuer issuer) {
        VerificationKey key = issuer.keys().keyFor(jws).orElseThrow(AccessRefusal.TOKEN_KEY::exception);
        try {
            jws.verify(key, checker);
        } catch (BadSignatureException | MalformedException refused) {
            throw AccessRefusal.TOKEN_SIGNATURE.exception();
        }
    }

    private void demandTime(ObjectReader claims, Instant issued, Instant expires, Instant now) {
        demand(expires.isAfter(issued), AccessRefusal.TOKEN_CLAIMS);
        demand(!expires.isAfter(issued.plus(limits.tokenLifetime())), AccessRefusal.TOKEN_TOO_LONG_LIVED);
        demand(now.isBefore(expires.plus(limits.leeway())), AccessRefusal.TOKEN_EXPIRED);
        // RFC 9068 does not ask for nbf and many issuers leave it out; where it stands, it holds.
        Instant start = claims.names().contains("nbf") ? claims(() -> NumericDate.required(claims, "nbf")) : issued;
        Instant latest = start.isAfter(issued) ? start : issued;
        demand(!latest.isAfter(now.plus(limits.leeway())), AccessRefusal.TOKEN_NOT_YET_VALID);
    }

    private static TenantId tenant(ObjectReader claims, TrustedIssuer issuer) {
        demand(claims.names().contains(issuer.tenantClaim()), AccessRefusal.TENANT_REQUIRED);
        return claims(() -> claims.parsed(issuer.tenantClaim(), TenantId::new));
    }

    private JsonLimits claimLimits() {
        return new JsonLimits(limits.tokenBytes(), DEPTH, MEMBERS, limits.tokenBytes());
    }

    private static Set<String> audiences(ObjectReader claims) {
        return claims.required("aud") instanceof Json.Text one
                ? Set.of(one.value())
                : Set.copyOf(claims.texts("aud", MAX_AUDIENCES));
    }

    private static Set<String> scopes(ObjectReader claims) {
        String scopes = claims.optionalText("scope").orElse("");
        if (!SCOPES.matcher(scopes).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, claims.pointerTo("scope"), "not a list of scopes");
        }
        return scopes.isEmpty() ? Set.of() : Set.copyOf(List.of(scopes.split(" ", -1)));
    }

    private static String text(ObjectReader claims, String name) {
        String text = claims.text(name);
        if (!TEXT.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, claims.pointerTo(name), "expected visible ASCII");
        }
        return text;
    }

    private static <T> T claims(Supplier<T> read) {
        try {
            return read.get();
        } catch (MalformedException refused) {
            throw AccessRefusal.TOKEN_CLAIMS.exception();
        }
    }

    private static void demand(boolean holds, AccessRefusal refusal) {
        if (!holds) {
            throw refusal.exception();
        }
    }
}
