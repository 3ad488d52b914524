package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.Standing;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.register.MemoryClientKeys;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.boundary.token.EndpointProofs;
import dev.exhibit.boundary.token.MemoryReplayGuard;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.vault.MemoryVault;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** An authority with ports in memory, a clock that stands still, and clients of two tenants. */
public final class AuthorityFixture {
    public static final String ISSUER = "https://authority.exhibit.test";
    public static final String AUDIENCE = "https://exhibit.test";
    public static final String BUILD_IDENTITY = "spiffe://exhibit.test/tenant/acme/build";
    public static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    public static final TenantId ACME = new TenantId("acme");

    private final TestAuthority certificates = new TestAuthority("clients");
    private final TestIdentity build = certificates.client(BUILD_IDENTITY);
    private final ThrowawayKey jobKey = ThrowawayKey.p256();
    private final ThrowawayKey holder = ThrowawayKey.p256();
    private final List<RegisteredClient> clients = new ArrayList<>();
    private final Map<String, X509Certificate> others = new ConcurrentHashMap<>();
    private final IssuanceLimits limits;
    final Set<Digest> revokedCertificates = ConcurrentHashMap.newKeySet();
    private final AtomicLong nanos = new AtomicLong();

    final MemoryReplayGuard replays = new MemoryReplayGuard(this::now);
    final MemoryTokenLedger ledger = new MemoryTokenLedger();
    final MemoryVault vault = new MemoryVault();
    final MemoryKeyRegister register = new MemoryKeyRegister(this::now);
    final AuthorityIdentity identity = AuthorityIdentity.of(() -> Origin.parse(ISSUER), AUDIENCE);
    final TokenKeys keys;
    final IssueToken issue;
    final RevokeToken revoke;
    final ChangeClientKeys clientKeys;
    final MemoryClientKeys registered;

    public AuthorityFixture() {
        this(IssuanceLimits.defaults().withRequests(10_000));
    }

    public AuthorityFixture(IssuanceLimits limits) {
        this.limits = limits;
        SignatureChecker checker = SignatureChecker.standard();
        Limits all = Limits.defaults().withIssuance(limits);
        clients.add(client("build", "acme", Set.of(BUILD_IDENTITY), Role.PIPELINE, List.of(), true));
        clients.add(client("job", "acme", Set.of(), Role.PIPELINE, List.of(jobKey), true));
        clients.add(client("off", "acme", Set.of(BUILD_IDENTITY), Role.PIPELINE, List.of(jobKey), false));
        clients.add(
                client("eve", "evil", Set.of("spiffe://exhibit.test/tenant/evil/eve"), Role.AUDITOR, List.of(), true));
        this.registered = new MemoryClientKeys(clients);
        IssueToken.Surroundings around =
                new IssueToken.Surroundings(this::now, nanos::get, UUID::randomUUID, AuthorityFixture::ownCall);
        this.keys = new TokenKeys(register, vault, checker, limits, this::now, AuthorityFixture::ownCall);
        ClientAuthentication authentication =
                new ClientAuthentication(identity, registered::find, this::standing, all, replays, checker, nanos::get);
        EndpointProofs proofs = new EndpointProofs(Origin.parse(ISSUER)::equals, all.access(), replays, checker);
        this.issue = new IssueToken(identity, limits, authentication, proofs, keys, ledger, around);
        this.revoke = new RevokeToken(limits, authentication, keys, ledger, around);
        this.clientKeys = new ChangeClientKeys(
                identity, limits, all.access(), authentication, registered, ledger, checker, around);
        keys.upkeep();
    }

    /** The first client that has the identity, unless the certificate was revoked. */
    private Standing standing(ServiceIdentity asked, Optional<Digest> certificate) {
        if (certificate.filter(revokedCertificates::contains).isPresent()) {
            return Standing.Refused.CERTIFICATE_REVOKED;
        }
        return clients.stream()
                .filter(client -> client.identities().contains(asked))
                .findFirst()
                .<Standing>map(
                        client -> new Standing.Known(new Caller(client.tenant(), asked, client.role()), client.id()))
                .orElse(Standing.Refused.UNKNOWN);
    }

    public static RegisteredClient client(
            String id, String tenant, Set<String> identities, Role role, List<ThrowawayKey> keys, boolean enabled) {
        return new RegisteredClient(
                id,
                new TenantId(tenant),
                role,
                new JwkSet(keys.stream().map(key -> Jwk.of(key.published())).toList()),
                enabled,
                Set.copyOf(identities.stream().map(ServiceIdentity::new).toList()));
    }

    public static Call ownCall() {
        Caller own = new Caller(
                new TenantId("installation"),
                new ServiceIdentity("spiffe://exhibit.internal/authority"),
                Role.OPERATOR);
        return new Call(own, new CorrelationId(UUID.randomUUID().toString()));
    }

    public Instant now() {
        return Instant.ofEpochSecond(1_800_000_000).plusNanos(nanos.get());
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    IssuanceLimits limits() {
        return limits;
    }

    X509Certificate certificate() {
        return build.chain().getFirst();
    }

    TestAuthority certificates() {
        return certificates;
    }

    X509Certificate certificate(String identity) {
        return others.computeIfAbsent(
                identity, name -> certificates.client(name).chain().getFirst());
    }

    ThrowawayKey jobKey() {
        return jobKey;
    }

    ThrowawayKey holder() {
        return holder;
    }

    /** A good request of the client that has a certificate. */
    RequestDraft byCertificate() {
        return RequestDraft.good().client("build").certificate(certificate());
    }

    /** A good request of the client that makes assertions, with a proof. */
    RequestDraft byAssertion() {
        return RequestDraft.good().assertion(assertion("job", jobKey).text()).proof(proof().text());
    }

    /** A good assertion of {@code client}. */
    TestJwt assertion(String client, ThrowawayKey key) {
        return TestJwt.signedBy(key, Json.object().with("typ", "JWT"), Json.object())
                .claim("iss", client)
                .claim("sub", client)
                .claim("aud", ISSUER + "/token")
                .claim("iat", now())
                .claim("exp", now().plusSeconds(60))
                .claim("jti", UUID.randomUUID().toString());
    }

    /** A good proof with a fresh nonce of the tenant acme. */
    TestJwt proof() {
        return proof(holder).claim("nonce", nonce());
    }

    /** A proof that is good but for its nonce. */
    TestJwt proofWithout() {
        return proof(holder);
    }

    private TestJwt proof(ThrowawayKey key) {
        Json.Obj header = Json.object()
                .with("typ", "dpop+jwt")
                .with("jwk", Jwk.of(key.published()).toJson());
        return TestJwt.signedBy(key, header, Json.object())
                .claim("htm", "POST")
                .claim("htu", ISSUER + "/token")
                .claim("iat", now())
                .claim("jti", UUID.randomUUID().toString());
    }

    /** As a client gets it: by asking without one. */
    String nonce() {
        RequestDraft without = byCertificate().proof(proof(ThrowawayKey.p256()).text());
        return refused(OAuthError.USE_DPOP_NONCE, without).nonce().orElseThrow();
    }

    IssuedToken issue(RequestDraft draft) {
        return issue.issue(draft.request());
    }

    OAuthException refused(OAuthError error, RequestDraft draft) {
        OAuthException refused = catchThrowableOfType(OAuthException.class, () -> issue(draft));
        assertThat(refused).as("expected %s", error).isNotNull();
        assertThat(refused.error()).as(refused.description()).isEqualTo(error);
        return refused;
    }

    Optional<String> lastLine() {
        List<String> lines = ledger.lines();
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast());
    }
}
