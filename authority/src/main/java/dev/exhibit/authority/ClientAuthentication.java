package dev.exhibit.authority;

import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CertificateIdentity;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.Standing;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Finds out which client a request is of: by its certificate (RFC 8705 section 2, {@code tls_client_auth}: a registered
 * name) or by its assertion (RFC 7523, {@code private_key_jwt}), never by both and never by a secret. Whatever is wrong, the
 * answer is the same. Who fails too often waits. Thread-safe.
 */
public final class ClientAuthentication {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Clients clients;
    private final IdentityRegistry identities;
    private final AssertionCheck assertions;
    private final SlidingLimit failures;
    private final SlidingLimit sourceFailures;

    /**
     * @param replays the memory of used assertions; the one of proofs may be shared
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public ClientAuthentication(
            AuthorityIdentity identity,
            Clients clients,
            IdentityRegistry identities,
            Limits limits,
            ReplayGuard replays,
            SignatureChecker checker,
            LongSupplier nanoTime) {
        IssuanceLimits issuance = limits.issuance();
        this.clients = clients;
        this.identities = identities;
        this.assertions = new AssertionCheck(identity, issuance, limits.access(), replays, checker);
        this.failures = new SlidingLimit(issuance.failures(), issuance.lockTime(), nanoTime);
        this.sourceFailures = new SlidingLimit(issuance.addressFailures(), issuance.lockTime(), nanoTime);
    }

    /** The algorithms of assertions, for discovery. */
    public static List<String> algorithms() {
        return JwsAlgorithm.USUAL.stream().map(JwsAlgorithm::wire).sorted().toList();
    }

    /**
     * A client that proved itself.
     *
     * @param client who
     * @param call under whose name the request is recorded
     * @param certificate what it proved itself by, if that was a certificate
     * @param assertion the same for an assertion, which is not used yet
     */
    record Proven(
            RegisteredClient client,
            Call call,
            Optional<Digest> certificate,
            Optional<AssertionCheck.Unspent> assertion) {}

    /** The id that a request names, as far as it could be one; for the record. */
    String named(ClientCredentials shown) {
        return shown.clientId()
                .or(() -> shown.assertion().flatMap(assertions::claimedClient))
                .filter(RegisteredClient::isId)
                .orElse("nobody");
    }

    /** @throws OAuthException {@code invalid_client}, {@code invalid_request}, {@code temporarily_unavailable} */
    Proven authenticate(ClientCredentials shown, CorrelationId correlation, Instant now) {
        String source = named(shown) + " from " + source(shown);
        failures.full(source)
                .or(() -> sourceFailures.full(source(shown)))
                .ifPresent(ClientAuthentication::refuseForNow);
        try {
            return shown.assertion().isPresent() || shown.assertionType().isPresent()
                    ? byAssertion(shown, correlation, now)
                    : byCertificate(shown, correlation);
        } catch (OAuthException refused) {
            count(shown, source, refused);
            throw refused;
        }
    }

    /** Uses the assertion up, if there is one. @throws OAuthException {@code invalid_client} if it was used before */
    void spend(Proven proven, ClientCredentials shown) {
        boolean first = proven.assertion().map(assertions::spend).orElse(true);
        if (!first) {
            count(shown, named(shown) + " from " + source(shown), nobody());
            throw new OAuthException(
                    OAuthError.INVALID_CLIENT, "the assertion was used before: make one for each request");
        }
    }

    private Proven byCertificate(ClientCredentials shown, CorrelationId correlation) {
        if (shown.secret()) {
            throw nobody();
        }
        X509Certificate leaf = shown.certificate().orElseThrow(ClientAuthentication::nobody);
        ServiceIdentity identity = identity(leaf);
        RegisteredClient client = find(shown.clientId().orElseThrow(() -> request("client_id is missing")));
        Digest certificate = Presentation.thumbprint(leaf);
        demandIsOf(client, identities.standing(identity, Optional.of(certificate)));
        return new Proven(client, call(client, identity, correlation), Optional.of(certificate), Optional.empty());
    }

    private Proven byAssertion(ClientCredentials shown, CorrelationId correlation, Instant now) {
        if (shown.secret()) {
            throw request("a client proves itself in one way only");
        }
        if (!shown.assertionType().equals(Optional.of(ASSERTION_TYPE))
                || shown.assertion().isEmpty()) {
            throw request("client_assertion and client_assertion_type go together, and the type is " + ASSERTION_TYPE);
        }
        String compact = shown.assertion().get();
        String subject = assertions.claimedClient(compact).orElseThrow(ClientAuthentication::nobody);
        if (!shown.clientId().map(subject::equals).orElse(true)) {
            throw nobody();
        }
        RegisteredClient client = find(subject);
        try {
            AssertionCheck.Unspent assertion = assertions.check(client, compact, now);
            return new Proven(
                    client,
                    call(client, new ServiceIdentity(client.id()), correlation),
                    Optional.empty(),
                    Optional.of(assertion));
        } catch (MalformedException | BadSignatureException refused) {
            throw nobody();
        }
    }

    private RegisteredClient find(String id) {
        return Optional.of(id)
                .filter(RegisteredClient::isId)
                .flatMap(clients::find)
                .filter(RegisteredClient::enabled)
                .orElseThrow(ClientAuthentication::nobody);
    }

    /** The same question that services ask: a certificate that they would not let in gets no token either. */
    private static void demandIsOf(RegisteredClient client, Standing standing) {
        boolean holds = switch (standing) {
            case Standing.Known known ->
                known.client().equals(client.id()) && known.caller().tenant().equals(client.tenant());
            case Standing.Refused ignored -> false;
        };
        if (!holds) {
            throw nobody();
        }
    }

    private void count(ClientCredentials shown, String source, OAuthException refused) {
        if (refused.error() == OAuthError.INVALID_CLIENT) {
            failures.take(source);
            sourceFailures.take(source(shown));
        }
    }

    /** By what failures are counted: those of somebody without a certificate must not keep out who has one. */
    private static String source(ClientCredentials shown) {
        return shown.certificate()
                .map(leaf -> Presentation.thumbprint(leaf).toString())
                .orElseGet(() -> Place.of(shown.address()));
    }

    private static ServiceIdentity identity(X509Certificate leaf) {
        try {
            return CertificateIdentity.of(leaf);
        } catch (MalformedException nobody) {
            throw nobody();
        }
    }

    private static Call call(RegisteredClient client, ServiceIdentity identity, CorrelationId correlation) {
        return new Call(new Caller(client.tenant(), identity, client.role()), correlation);
    }

    private static void refuseForNow(Duration wait) {
        throw OAuthException.tooOften("too many failures to prove oneself; wait as long as Retry-After says", wait);
    }

    private static OAuthException nobody() {
        return new OAuthException(
                OAuthError.INVALID_CLIENT,
                "no client that proves itself by this certificate or assertion; see token_endpoint_auth_methods_supported");
    }

    private static OAuthException request(String why) {
        return new OAuthException(OAuthError.INVALID_REQUEST, why);
    }
}
