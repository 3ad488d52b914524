package dev.exhibit.boundary.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.testing.AccessScene;
import dev.exhibit.boundary.testing.Shown;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A check with one trusted issuer, a clock that stands still, and a memory; without a server around it. */
final class AccessFixture implements AccessScene {
    static final AccessLimits LIMITS = AccessLimits.defaults();

    private final TestAuthority authority = new TestAuthority("clients");
    private final X509Certificate certificate = client("one");
    private final X509Certificate other = client("other");
    private final ThrowawayKey holder = ThrowawayKey.p256();
    private Instant now = Instant.ofEpochSecond(1_800_000_000);
    final MemoryReplayGuard memory = new MemoryReplayGuard(this::now);
    private final TestIssuer issuer = new TestIssuer("https://issuer.exhibit.test", this::now);
    private final AccessCheck check = check(List.of(issuer.trusted()));

    AccessCheck check(List<TrustedIssuer> issuers) {
        Set<Origin> origins = Set.of(Origin.parse("https://exhibit.test:8443"), Origin.parse("https://exhibit.test"));
        return new AccessCheck(
                new AccessCheck.Trust(issuers, TestIssuer.AUDIENCE, origins::contains),
                LIMITS,
                memory,
                SignatureChecker.standard(),
                this::now);
    }

    Presentation presentation(Shown shown) {
        return presentation(shown, "/v1/signatures", true);
    }

    Presentation presentation(Shown shown, String path, boolean mustBeBound) {
        return new Presentation(
                method(),
                path,
                shown.authorization(),
                shown.proofs(),
                Optional.of(Presentation.thumbprint(certificate)),
                mustBeBound);
    }

    Access admit(Shown shown) {
        return check.admit(presentation(shown));
    }

    Access admit(Presentation presentation) {
        return check.admit(presentation);
    }

    void advance(long seconds) {
        now = now.plusSeconds(seconds);
    }

    static ProblemException refused(AccessRefusal refusal, Runnable act) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, act::run);
        assertThat(refused).as("expected %s", refusal).isNotNull();
        assertThat(refused.extra().members()).containsEntry("reason", Json.text(refusal.reason()));
        assertThat(refused.code()).isEqualTo(refusal.code());
        return refused;
    }

    @Override
    public TestIssuer issuer() {
        return issuer;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String url() {
        return "https://exhibit.test:8443/v1/signatures";
    }

    @Override
    public X509Certificate certificate() {
        return certificate;
    }

    @Override
    public X509Certificate otherCertificate() {
        return other;
    }

    @Override
    public ThrowawayKey holder() {
        return holder;
    }

    /** As a client gets it: by asking without one. */
    @Override
    public String nonce() {
        String token = token();
        String proof = issuer.proof(holder, method(), url(), token, "").text();
        ProblemException refused = refused(AccessRefusal.NONCE_REQUIRED, () -> admit(Shown.proven(token, proof)));
        return refused.extra().members().get("nonce") instanceof Json.Text nonce ? nonce.value() : "";
    }

    @Override
    public void use(Shown shown) {
        admit(shown);
    }

    private X509Certificate client(String name) {
        return authority.client("spiffe://exhibit.test/" + name).chain().getFirst();
    }
}
