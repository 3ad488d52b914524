package dev.exhibit.authority;

import dev.exhibit.authority.ClientAuthentication.Proven;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.crypto.jose.NumericDate;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Takes a token out of use before its time (RFC 7009). Thread-safe. */
public final class RevokeToken {
    private final ClientAuthentication authentication;
    private final SlidingLimit requests;
    private final TokenKeys keys;
    private final TokenLedger ledger;
    private final InstantSource clock;
    private final RecordedAuthentication recorded;

    public RevokeToken(
            IssuanceLimits limits,
            ClientAuthentication authentication,
            TokenKeys keys,
            TokenLedger ledger,
            IssueToken.Surroundings surroundings) {
        this.authentication = authentication;
        this.requests = new SlidingLimit(limits.requests(), limits.requestTime(), surroundings.nanoTime());
        this.keys = keys;
        this.ledger = ledger;
        this.clock = surroundings.clock();
        this.recorded = new RecordedAuthentication(authentication, ledger, surroundings.own());
    }

    /**
     * Revokes {@code token}. What is no token of this authority, or has expired, needs no revoking: that is no error
     * (section 2.2).
     *
     * @throws OAuthException {@code invalid_client}, {@code invalid_request}, {@code unauthorized_client} for a token of
     *     another client, {@code temporarily_unavailable}
     */
    public void revoke(ClientCredentials credentials, Optional<String> token, CorrelationId correlation) {
        Instant now = clock.instant();
        // 1. A client that proves who it is, once, and does not ask too often.
        Proven proven = recorded.authenticate(credentials, correlation, now);
        requests.take(proven.client().id()).ifPresent(wait -> {
            throw OAuthException.tooOften("this client asks too often", wait);
        });
        try {
            authentication.spend(proven, credentials);
            // 2. For a token of its own that still counts.
            String compact =
                    token.orElseThrow(() -> new OAuthException(OAuthError.INVALID_REQUEST, "token is missing"));
            keys.read(compact).filter(claims -> expiry(claims).isAfter(now)).ifPresent(claims -> {
                demandOwn(proven.client(), claims);
                // 3. Recorded: from now on every replica refuses it.
                ledger.revoke(proven.call(), claims.text("jti"), expiry(claims));
            });
        } catch (OAuthException refused) {
            ledger.refused(proven.call(), proven.client().id(), refused);
            throw refused;
        }
    }

    private static void demandOwn(RegisteredClient client, ObjectReader claims) {
        boolean own = claims.text("client_id").equals(client.id())
                && claims.text("tenant").equals(client.tenant().value());
        if (!own) {
            throw new OAuthException(OAuthError.UNAUTHORIZED_CLIENT, "the token is of another client");
        }
    }

    private static Instant expiry(ObjectReader claims) {
        return NumericDate.required(claims, "exp");
    }
}
