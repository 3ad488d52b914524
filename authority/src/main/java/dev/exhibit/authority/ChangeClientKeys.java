package dev.exhibit.authority;

import dev.exhibit.authority.ClientAuthentication.Proven;
import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.register.ClientKeys;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.key.SignatureChecker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;

/**
 * A client changes the keys that it signs assertions with: it adds the next, uses it, and removes the one before. It proves
 * itself by such a key: a certificate that ends within the hour must not become a key that lasts. Thread-safe.
 */
public final class ChangeClientKeys {
    private final ClientAuthentication authentication;
    private final NewKeyCheck proofs;
    private final ClientKeys keys;
    private final SlidingLimit requests;
    private final TokenLedger ledger;
    private final InstantSource clock;
    private final RecordedAuthentication recorded;

    /** @param ledger where refusals are recorded; changes are with the keys */
    public ChangeClientKeys(
            AuthorityIdentity identity,
            IssuanceLimits limits,
            AccessLimits access,
            ClientAuthentication authentication,
            ClientKeys keys,
            TokenLedger ledger,
            SignatureChecker checker,
            IssueToken.Surroundings surroundings) {
        this.authentication = authentication;
        this.proofs = new NewKeyCheck(identity, limits, access.leeway(), checker);
        this.keys = keys;
        this.requests = new SlidingLimit(limits.requests(), limits.requestTime(), surroundings.nanoTime());
        this.ledger = ledger;
        this.clock = surroundings.clock();
        this.recorded = new RecordedAuthentication(authentication, ledger, surroundings.own());
    }

    /**
     * Adds a key; those that are there stay. It counts on every replica when this returns. May be repeated.
     *
     * @param proof of the new key, see {@link NewKeyCheck}
     * @return the client's keys
     * @throws OAuthException {@code invalid_client}, {@code unauthorized_client}, {@code invalid_request},
     *     {@code temporarily_unavailable}
     */
    public JwkSet add(ClientCredentials credentials, String proof, CorrelationId correlation) {
        return asItself(credentials, correlation, (proven, now) -> {
            Digest used = usedKey(proven);
            Jwk key = proofs.check(proven.client(), proof, now);
            return done(keys.add(proven.call(), proven.client().id(), used, key));
        });
    }

    /**
     * Removes a key, never the one that this very request was proved by: so there is always one that is known to work.
     *
     * @throws OAuthException as {@link #add} does
     */
    public JwkSet remove(ClientCredentials credentials, Digest thumbprint, CorrelationId correlation) {
        return asItself(credentials, correlation, (proven, now) -> {
            Digest used = usedKey(proven);
            if (used.equals(thumbprint)) {
                throw invalid("the assertion was signed with this key: prove yourself by the one that stays");
            }
            return done(keys.remove(proven.call(), proven.client().id(), used, thumbprint));
        });
    }

    /** The keys of the client that asks. @throws OAuthException as {@link #add} does */
    public JwkSet list(ClientCredentials credentials, CorrelationId correlation) {
        return asItself(
                credentials, correlation, (proven, now) -> proven.client().keys());
    }

    private static JwkSet done(ClientKeys.Change change) {
        return switch (change) {
            case ClientKeys.Change.Done done -> done.keys();
            case ClientKeys.Change.Unproven ignored ->
                throw new OAuthException(
                        OAuthError.INVALID_CLIENT, "the key that signed the assertion was removed meanwhile");
            case ClientKeys.Change.Full ignored ->
                throw invalid("a client has at most " + RegisteredClient.MAX_KEYS + " keys: remove one first");
            case ClientKeys.Change.NameTaken ignored ->
                throw invalid("another key of the client has this kid: name the new one otherwise");
        };
    }

    private static Digest usedKey(Proven proven) {
        return proven.assertion()
                .map(assertion -> assertion.key().thumbprint())
                .orElseThrow(
                        () -> new OAuthException(
                                OAuthError.UNAUTHORIZED_CLIENT,
                                "keys are changed by assertion, not by certificate; the first key is registered by an administrator"));
    }

    private JwkSet asItself(
            ClientCredentials credentials, CorrelationId correlation, BiFunction<Proven, Instant, JwkSet> work) {
        Instant now = clock.instant();
        // 1. A client that proves who it is, once, and does not ask too often.
        Proven proven = recorded.authenticate(credentials, correlation, now);
        requests.take(proven.client().id()).ifPresent(wait -> {
            throw OAuthException.tooOften("this client asks too often", wait);
        });
        try {
            authentication.spend(proven, credentials);
            // 2. What it wants, about itself alone.
            return work.apply(proven, now);
        } catch (OAuthException refused) {
            ledger.refused(proven.call(), proven.client().id(), refused);
            throw refused;
        }
    }

    private static OAuthException invalid(String why) {
        return new OAuthException(OAuthError.INVALID_REQUEST, why);
    }
}
