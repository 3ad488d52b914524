package dev.exhibit.authority;

import dev.exhibit.authority.ClientAuthentication.Proven;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.token.Confirmation;
import dev.exhibit.boundary.token.EndpointProofs;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Issues access tokens to clients that prove who they are (RFC 6749 section 4.4). Thread-safe. */
public final class IssueToken {
    private static final String GRANT = "client_credentials";

    private final AuthorityIdentity identity;
    private final IssuanceLimits limits;
    private final ClientAuthentication authentication;
    private final RecordedAuthentication recorded;
    private final SlidingLimit requests;
    private final EndpointProofs proofs;
    private final TokenKeys keys;
    private final TokenLedger ledger;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** @param proofs for where {@code identity} is reached */
    public IssueToken(
            AuthorityIdentity identity,
            IssuanceLimits limits,
            ClientAuthentication authentication,
            EndpointProofs proofs,
            TokenKeys keys,
            TokenLedger ledger,
            Surroundings surroundings) {
        this.identity = identity;
        this.limits = limits;
        this.authentication = authentication;
        this.requests = new SlidingLimit(limits.requests(), limits.requestTime(), surroundings.nanoTime());
        this.proofs = proofs;
        this.keys = keys;
        this.ledger = ledger;
        this.clock = surroundings.clock();
        this.ids = surroundings.ids();
        this.recorded = new RecordedAuthentication(authentication, ledger, surroundings.own());
    }

    /**
     * What the composition root gives.
     *
     * @param clock tells the time of day
     * @param nanoTime a monotonic clock in nanoseconds
     * @param ids random ids of tokens
     * @param own the authority's own calls: under its name, each with another correlation id
     */
    public record Surroundings(InstantSource clock, LongSupplier nanoTime, Supplier<UUID> ids, Supplier<Call> own) {}

    /**
     * Issues a token. It is recorded when this returns; so is a refusal, but for {@code use_dpop_nonce}, which is a step on
     * the way, and for {@code temporarily_unavailable}, of which there may be any number.
     *
     * @throws OAuthException with any {@link OAuthError}
     * @throws ProblemException {@code unavailable}: nothing was given out
     */
    public IssuedToken issue(TokenRequest request) {
        Instant now = clock.instant();
        // 1. A registered client that proves who it is, and does not ask too often.
        Proven proven = recorded.authenticate(request.credentials(), request.correlation(), now);
        try {
            return issue(request, proven, now);
        } catch (OAuthException refused) {
            record(proven.call(), proven.client().id(), refused);
            throw refused;
        }
    }

    /** What a client that is known gets. */
    private IssuedToken issue(TokenRequest request, Proven proven, Instant now) {
        requests.take(proven.client().id()).ifPresent(wait -> {
            throw OAuthException.tooOften("this client asks too often; use a token until shortly before it ends", wait);
        });

        // 2. For something that there is: a grant, one audience, scopes of the client's role.
        demandGrant(request.grantType());
        String audience = audience(request.resource());
        SortedSet<String> scopes = ScopeGrant.of(proven.client().role(), request.scope());

        // 3. Bound to the certificate that the client proved itself by, to the key that it shows, or to both.
        Optional<EndpointProofs.Taken> proof = proof(request, proven, now);
        Confirmation binding = new Confirmation(
                proven.certificate(), proof.map(taken -> taken.proof().key().thumbprint()));
        demandBinding(binding);
        authentication.spend(proven, request.credentials());

        // 4. Signed, verified with the published key, and recorded before anybody has it.
        Instant issued = now.truncatedTo(ChronoUnit.SECONDS);
        IssuedToken.Facts facts = new IssuedToken.Facts(
                ids.get(),
                proven.client().id(),
                audience,
                scopes,
                issued,
                issued.plus(limits.tokenLifetime()),
                binding);
        String compact = keys.sign(facts.id(), claims(facts, proven.client()));
        ledger.issued(proven.call(), facts);
        return new IssuedToken(compact, facts, proof.flatMap(EndpointProofs.Taken::nextNonce));
    }

    private void record(Call call, String client, OAuthException refused) {
        switch (refused.error()) {
            case USE_DPOP_NONCE, TEMPORARILY_UNAVAILABLE -> {}
            case INVALID_REQUEST,
                    INVALID_CLIENT,
                    UNAUTHORIZED_CLIENT,
                    UNSUPPORTED_GRANT_TYPE,
                    INVALID_SCOPE,
                    INVALID_TARGET,
                    INVALID_DPOP_PROOF -> ledger.refused(call, client, refused);
        }
    }

    private static void demandGrant(Optional<String> grantType) {
        String grant = grantType.orElseThrow(
                () -> new OAuthException(OAuthError.INVALID_REQUEST, "grant_type is missing; it is " + GRANT));
        if (!grant.equals(GRANT)) {
            throw new OAuthException(OAuthError.UNSUPPORTED_GRANT_TYPE, "the only grant_type is " + GRANT);
        }
    }

    private String audience(Optional<String> resource) {
        String audience = resource.orElse(identity.audience());
        if (!identity.audiences().contains(audience)) {
            throw new OAuthException(OAuthError.INVALID_TARGET, "no service of that name gets tokens from here");
        }
        return audience;
    }

    private Optional<EndpointProofs.Taken> proof(TokenRequest request, Proven proven, Instant now) {
        if (request.proofs().size() > 1) {
            throw new OAuthException(OAuthError.INVALID_DPOP_PROOF, "one DPoP header at most");
        }
        Presentation presentation =
                new Presentation("POST", request.path(), List.of(), request.proofs(), proven.certificate(), false);
        return request.proofs().stream().findFirst().map(compact -> take(compact, proven, presentation, now));
    }

    private EndpointProofs.Taken take(String compact, Proven proven, Presentation presentation, Instant now) {
        try {
            return proofs.take(compact, proven.client().tenant(), presentation, now);
        } catch (ProblemException refused) {
            throw translated(refused);
        }
    }

    private static RuntimeException translated(ProblemException refused) {
        if (refused.code() == ProblemCode.NONCE_REQUIRED
                && refused.extra().members().get("nonce") instanceof Json.Text nonce) {
            return OAuthException.nonceWanted(nonce.value());
        }
        return refused.code() == ProblemCode.PROOF_INVALID
                ? new OAuthException(OAuthError.INVALID_DPOP_PROOF, String.valueOf(refused.getMessage()))
                : refused;
    }

    private static void demandBinding(Confirmation binding) {
        if (!binding.binds()) {
            throw new OAuthException(
                    OAuthError.INVALID_REQUEST,
                    "every token is bound: prove yourself by certificate, or show a DPoP proof");
        }
    }

    /** RFC 9068 section 2.2; one tenant, one audience. */
    private Json.Obj claims(IssuedToken.Facts facts, RegisteredClient client) {
        return Json.object()
                .with("iss", identity.name())
                .with("sub", facts.client())
                .with("client_id", facts.client())
                .with("aud", facts.audience())
                .with("tenant", client.tenant().value())
                .with("scope", String.join(" ", facts.scopes()))
                .with("iat", facts.issued().getEpochSecond())
                .with("nbf", facts.issued().getEpochSecond())
                .with("exp", facts.expires().getEpochSecond())
                .with("jti", facts.id().toString())
                .with("cnf", facts.binding().toJson());
    }
}
