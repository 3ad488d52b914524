package dev.exhibit.cli.serve;

import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.ChangeClientKeys;
import dev.exhibit.authority.ClientAuthentication;
import dev.exhibit.authority.Clients;
import dev.exhibit.authority.IssueToken;
import dev.exhibit.authority.RevokeToken;
import dev.exhibit.authority.TokenKeys;
import dev.exhibit.authority.TokenLedger;
import dev.exhibit.authority.enrolment.AdmittedIdentities;
import dev.exhibit.authority.enrolment.CertificateIssuer;
import dev.exhibit.authority.enrolment.EnrolClient;
import dev.exhibit.authority.enrolment.EnrolmentCodes;
import dev.exhibit.authority.enrolment.ExchangeRules;
import dev.exhibit.authority.enrolment.IssuerKeys;
import dev.exhibit.authority.enrolment.JobExchange;
import dev.exhibit.authority.enrolment.OfferEnrolment;
import dev.exhibit.authority.http.AuthorityRoutes;
import dev.exhibit.authority.http.EnrolmentRoutes;
import dev.exhibit.authority.index.PostgresEnrolmentCodes;
import dev.exhibit.authority.index.PostgresEnrolmentLedger;
import dev.exhibit.authority.index.PostgresExchangeRules;
import dev.exhibit.authority.index.PostgresKeyRegister;
import dev.exhibit.authority.index.PostgresTokenLedger;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.http.OpenRoute;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.register.ClientKeys;
import dev.exhibit.boundary.token.EndpointProofs;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.boundary.token.TrustedIssuer;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.vault.Vault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The authority, put together. */
final class AuthorityRoom {
    final TokenKeys keys;
    final TokenLedger ledger;
    private final AuthorityIdentity identity;
    private final IssueToken issue;
    private final RevokeToken revoke;
    private final ChangeClientKeys clientKeys;
    private final Limits limits;
    private final Supplier<Optional<String>> service;
    private final EnrolmentRoutes enrolment;

    /**
     * What the authority works with.
     *
     * @param database its own schema
     * @param vault for the keys that sign tokens, and for nothing else
     * @param clients whom it knows
     * @param clientKeys where they change their keys
     * @param identities how certificates stand, as services ask it too
     * @param admitted where an identity becomes a client's
     * @param certificates signs what enrolled clients get
     * @param jobKeys the keys of those who vouch for CI jobs
     * @param replays the memory of used proofs and assertions
     * @param own the authority's own calls
     */
    record Parts(
            Database database,
            Vault vault,
            Clients clients,
            ClientKeys clientKeys,
            IdentityRegistry identities,
            AdmittedIdentities admitted,
            CertificateIssuer certificates,
            IssuerKeys jobKeys,
            ReplayGuard replays,
            Supplier<Call> own) {}

    /** @param service where the service is, once that is known */
    AuthorityRoom(
            AuthorityIdentity identity,
            Supplier<Optional<String>> service,
            Parts parts,
            Limits limits,
            SignatureChecker checker,
            Platform platform) {
        this.identity = identity;
        this.service = service;
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
        this.clientKeys = new ChangeClientKeys(
                identity,
                limits.issuance(),
                limits.access(),
                authentication,
                parts.clientKeys(),
                ledger,
                checker,
                surroundings);
        this.enrolment = enrolment(parts, checker, platform, surroundings);
    }

    private EnrolmentRoutes enrolment(
            Parts parts, SignatureChecker checker, Platform platform, IssueToken.Surroundings surroundings) {
        IssuanceLimits issuance = limits.issuance();
        EnrolmentCodes codes = new PostgresEnrolmentCodes(parts.database(), platform.clock());
        ExchangeRules rules = new PostgresExchangeRules(parts.database(), platform.clock());
        JobExchange jobs = new JobExchange(identity, rules, parts.jobKeys(), parts.replays(), limits, checker);
        EnrolClient enrol = new EnrolClient(
                new EnrolClient.Parts(
                        parts.clients(),
                        parts.identities(),
                        parts.admitted(),
                        parts.certificates(),
                        codes,
                        jobs,
                        new PostgresEnrolmentLedger(parts.database(), platform.clock())),
                issuance,
                checker,
                surroundings);
        OfferEnrolment offer =
                new OfferEnrolment(parts.clients(), codes, rules, issuance, platform.clock(), platform.random());
        return new EnrolmentRoutes(identity, enrol, offer, service, issuance);
    }

    List<OpenRoute> routes() {
        return Stream.concat(
                        new AuthorityRoutes(identity, issue, revoke, keys, clientKeys, limits.issuance())
                                .routes().stream(),
                        enrolment.open().stream())
                .toList();
    }

    /** For the service's listener. */
    List<Route> administration() {
        return enrolment.administration();
    }

    /** Its tokens, as services of this process take them: the keys are not fetched but looked up. */
    TrustedIssuer trusted() {
        return new TrustedIssuer(
                identity.name(),
                keys::keyFor,
                Set.of(JwsAlgorithm.ES256),
                Set.of("at+jwt"),
                "tenant",
                token -> ledger.isRevoked(token.tenant(), token.id()));
    }
}
