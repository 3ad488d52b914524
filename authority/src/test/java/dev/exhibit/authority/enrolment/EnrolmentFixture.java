package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.authority.AuthorityFixture;
import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.Clients;
import dev.exhibit.authority.IssueToken.Surroundings;
import dev.exhibit.authority.ListedClients;
import dev.exhibit.authority.enrolment.EnrolmentCodes.Purpose;
import dev.exhibit.authority.enrolment.EnrolmentRequest.Proof;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.pki.LocalAuthority;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.testing.CertificateOrder;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.boundary.token.MemoryReplayGuard;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Enrolment with ports in memory, a clock that stands still, and clients of two tenants. */
public final class EnrolmentFixture {
    public static final TenantId ACME = new TenantId("acme");
    public static final TenantId EVIL = new TenantId("evil");
    public static final String AUDIENCE = AuthorityFixture.ISSUER + "/tenant/acme";
    public static final String BUILD = "spiffe://exhibit.internal/tenant/acme/build";

    private final AtomicLong nanos = new AtomicLong();
    private final Set<String> disabled = new HashSet<>();
    private final ListedClients listed = new ListedClients(List.of(
            client("build", "acme", Role.PIPELINE, true),
            client("off", "acme", Role.PIPELINE, false),
            client("eve", "evil", Role.PIPELINE, true)));
    private final Clients clients = id -> listed.find(id).map(this::asItIs);

    public final AuthorityIdentity identity =
            AuthorityIdentity.of(() -> Origin.parse(AuthorityFixture.ISSUER), AuthorityFixture.AUDIENCE);
    public final MemoryEnrolment.Codes codes = new MemoryEnrolment.Codes(this::now);
    public final MemoryEnrolment.Rules rules = new MemoryEnrolment.Rules();
    public final MemoryEnrolment.Identities identities = new MemoryEnrolment.Identities(clients, this::now);
    public final MemoryEnrolment.Ledger ledger = new MemoryEnrolment.Ledger();
    public ThrowawayKey key = ThrowawayKey.p256();
    public final LocalAuthority authority;
    public final EnrolClient enrol;
    public final OfferEnrolment offer;

    /** @param folder for the authority's key */
    public EnrolmentFixture(Path folder) {
        this(folder, IssuanceLimits.defaults());
    }

    public EnrolmentFixture(Path folder, IssuanceLimits limits) {
        SignatureChecker checker = SignatureChecker.standard();
        Limits all = Limits.defaults().withIssuance(limits);
        this.authority = LocalAuthority.open(folder, "a password", this::now, new SecureRandom());
        JobExchange jobs = new JobExchange(
                identity, rules, place -> JobIssuer.keys()::keyFor, new MemoryReplayGuard(this::now), all, checker);
        this.enrol = new EnrolClient(
                new EnrolClient.Parts(clients, identities, identities, authority::issue, codes, jobs, ledger),
                limits,
                checker,
                new Surroundings(this::now, nanos::get, UUID::randomUUID, AuthorityFixture::ownCall));
        this.offer = new OfferEnrolment(clients, codes, rules, limits, this::now, new SecureRandom());
    }

    private RegisteredClient asItIs(RegisteredClient client) {
        return disabled.contains(client.id())
                ? AuthorityFixture.client(
                        client.id(), client.tenant().value(), Set.of(), client.role(), List.of(), false)
                : client;
    }

    /** Takes a client out of use, as an administrator of it or of its tenant does. */
    void disable(String client) {
        disabled.add(client);
    }

    private static RegisteredClient client(String id, String tenant, Role role, boolean enabled) {
        return AuthorityFixture.client(id, tenant, Set.of(), role, List.of(), enabled);
    }

    public Instant now() {
        return Instant.ofEpochSecond(1_800_000_000).plusNanos(nanos.get());
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** A call of the tenant's administrator. */
    public static Call admin(TenantId tenant) {
        return new Call(
                new Caller(
                        tenant,
                        new ServiceIdentity("spiffe://exhibit.internal/tenant/" + tenant + "/admin"),
                        Role.TENANT_ADMIN),
                new CorrelationId(UUID.randomUUID().toString()));
    }

    /** A fresh code for the client build. */
    public String code() {
        return offer.code(admin(ACME), new Purpose("build", new ServiceIdentity(BUILD)))
                .code()
                .revealed();
    }

    /** Adds a rule of acme's that is written as JSON. */
    void rule(String json) {
        rule(ACME, json);
    }

    void rule(TenantId tenant, String json) {
        offer.add(admin(tenant), read(json));
    }

    static ExchangeRule read(String json) {
        return ExchangeRule.read(JsonReader.readObject(Bytes.utf8(json.replace('\'', '"')), JsonLimits.BODY));
    }

    /** A good token of a job that is allowed by the rule of {@code JobExchangeTest}. */
    TestJwt job() {
        return JobIssuer.github(AUDIENCE, now());
    }

    Enrolled enrol(Proof proof) {
        return enrol.enrol(request(proof));
    }

    Enrolled byToken(TestJwt token) {
        return enrol(new Proof.JobToken(token.text()));
    }

    EnrolmentRequest request(Proof proof) {
        return request(proof, "192.0.2.1");
    }

    EnrolmentRequest request(Proof proof, String address) {
        return new EnrolmentRequest(proof, CertificateOrder.pem(key), address, new CorrelationId("correlation-1"));
    }

    /** Refused for this reason, recorded so, and nobody was admitted. @return the claim that the refusal names */
    String refused(EnrolmentRefusal expected, Proof proof) {
        int admitted = identities.size();
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> enrol(proof));
        assertThat(refused).as("expected %s", expected).isNotNull();
        assertThat(refused.code()).isEqualTo(ProblemCode.ENROLMENT_REFUSED);
        assertThat(refused.extra().members().get("reason")).isEqualTo(Json.text(expected.reason()));
        assertThat(refused).hasMessage(expected.sentence());
        assertThat(ledger.lines().getLast()).endsWith(" refused " + expected.reason());
        assertThat(identities.size()).isEqualTo(admitted);
        return refused.extra().members().get("claim") instanceof Json.Text text ? text.value() : "";
    }

    String refused(EnrolmentRefusal expected, TestJwt token) {
        return refused(expected, new Proof.JobToken(token.text()));
    }
}
