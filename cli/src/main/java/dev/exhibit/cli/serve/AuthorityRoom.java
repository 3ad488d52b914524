package dev.exhibit.cli.serve;

import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.ClientAuthentication;
import dev.exhibit.authority.Clients;
import dev.exhibit.authority.IssueToken;
import dev.exhibit.authority.RevokeToken;
import dev.exhibit.authority.TokenKeys;
import dev.exhibit.authority.TokenLedger;
import dev.exhibit.authority.http.AuthorityRoutes;
import dev.exhibit.authority.index.PostgresKeyRegister;
import dev.exhibit.authority.index.PostgresTokenLedger;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.http.OpenRoute;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.token.EndpointProofs;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.boundary.token.TrustedIssuer;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.vault.Vault;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The authority, put together. */
final class AuthorityRoom {
    final TokenKeys keys;
    final TokenLedger ledger;
    private final AuthorityIdentity identity;
    private final IssueToken issue;
    private final RevokeToken revoke;
    private final Limits limits;

    /**
     * What the authority works with.
     *
     * @param database its own schema
     * @param vault for the keys that sign tokens, and for nothing else
     * @param clients whom it knows
     * @param identities how certificates stand, as services ask it too
     * @param replays the memory of used proofs and assertions
     * @param own the authority's own calls
     */
    record Parts(
            Database database,
            Vault vault,
            Clients clients,
            IdentityRegistry identities,
            ReplayGuard replays,
            Supplier<Call> own) {}

    AuthorityRoom(AuthorityIdentity identity, Parts parts, Limits limits, SignatureChecker checker, Platform platform) {
        this.identity = identity;
        this.limits = limits;
        IssueToken.Surroundings surroundings =
                new IssueToken.Surroundings(platform.clock(), System::nanoTime, platform.ids(), parts.own());
        this.keys = new TokenKeys(
                new PostgresKeyRegister(parts.database(), platform.clock()),
                parts.vault(),
                checker,
                limits.issuance(),
                platform.clock(),
                parts.own());
        this.ledger = new PostgresTokenLedger(parts.database(), platform.clock());
        ClientAuthentication authentication = new ClientAuthentication(
                identity, parts.clients(), parts.identities(), limits, parts.replays(), checker, System::nanoTime);
        EndpointProofs proofs = new EndpointProofs(
                origin -> origin.equals(identity.issuer().get()), limits.access(), parts.replays(), checker);
        this.issue = new IssueToken(identity, limits.issuance(), authentication, proofs, keys, ledger, surroundings);
        this.revoke = new RevokeToken(limits.issuance(), authentication, keys, ledger, surroundings);
    }

    List<OpenRoute> routes() {
        return new AuthorityRoutes(identity, issue, revoke, keys, limits.issuance()).routes();
    }

    /** Its tokens, as services of this process take them: the keys are not fetched but looked up. */
    TrustedIssuer trusted() {
        return new TrustedIssuer(
                identity.name(),
                jws -> keys.published().keyFor(jws),
                Set.of(JwsAlgorithm.ES256),
                Set.of("at+jwt"),
                "tenant",
                token -> ledger.isRevoked(token.tenant(), token.id()));
    }
}
