package dev.exhibit.attestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.attestor.verify.PolicyDocument;
import dev.exhibit.attestor.verify.SummarizeVerification;
import dev.exhibit.attestor.verify.VerificationPort;
import dev.exhibit.attestor.verify.Verified;
import dev.exhibit.attestor.verify.VerifyEvidence;
import dev.exhibit.attestor.verify.VerifyRequest;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.pki.LocalTimestamping;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.verify.BundleMaker;
import dev.exhibit.boundary.verify.MemorySignatureLog;
import dev.exhibit.boundary.verify.OwnVerifier;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.policy.Decision;
import dev.exhibit.crypto.policy.VerificationSummary;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import dev.exhibit.crypto.timestamp.TimestampWriter;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.verify.RefusalCode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyEvidenceTest {
    private static final Bytes ARTIFACT = Bytes.utf8("an artifact");
    private static final Subject SUBJECT = new Subject("app.jar", Hashing.of(ARTIFACT));
    private static final Call CALL = new Call(
            new Caller(new TenantId("acme"), new ServiceIdentity("spiffe://example/service"), Role.SERVICE),
            new CorrelationId("correlation-1"));

    private final MemoryVault ofTimestamps = new MemoryVault();
    private final FakeEvidence evidence = new FakeEvidence();
    private final FakeSigner signer = new FakeSigner(new MemoryVault(), evidence);
    private final MemorySignatureLog log = new MemorySignatureLog();
    private final List<VerificationKey> keys = new ArrayList<>();
    private TrustRoot root = TrustRoot.empty();
    private Instant now = Instant.now();
    private final Attestor attestor = new Attestor(
            signer,
            evidence,
            new BundleMaker(
                    log,
                    new OwnVerifier(
                            tenant -> root,
                            SignatureChecker.standard(),
                            InstantSource.system(),
                            Duration.ofSeconds(30))));
    private final VerifyEvidence verify =
            new VerifyEvidence(new Port(), SignatureChecker.standard(), () -> now.plusSeconds(60));
    private final SummarizeVerification summarize =
            new SummarizeVerification(verify, attestor, evidence, "https://verifier.example");

    @TempDir
    private Path folder;

    private final class Port implements VerificationPort {
        @Override
        public TrustRoot root(Call call) {
            return root;
        }

        @Override
        public List<VerificationKey> keys(Call call) {
            return keys;
        }

        @Override
        public Bytes bundle(Call call, Digest digest, long most) {
            return evidence.attestations.stream()
                    .filter(bundle -> Hashing.of(bundle).equals(digest))
                    .findFirst()
                    .map(bundle -> atMost(most, bundle))
                    .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no such bundle"));
        }
    }

    private static Bytes atMost(long most, Bytes bundle) {
        if (bundle.size() > most) {
            throw ProblemException.tooLarge(most, bundle.size());
        }
        return bundle;
    }

    @BeforeEach
    void signaturesAreStamped() {
        LocalTimestamping authority =
                LocalTimestamping.open(folder, "secret", ofTimestamps, InstantSource.system(), new SecureRandom());
        signer.stamp = signature -> List.of(stamp(authority.current(), signature.bytes()));
        var unused = authority.current();
        root = new TrustRoot(List.of(log.trusted()), List.of(), List.of(), authority.authorities());
        evidence.artifacts.add(SUBJECT.digest());
    }

    private Bytes stamp(LocalTimestamping.Stamping key, Bytes message) {
        return new TimestampWriter(key.certificate(), "1.2.3.4")
                .grant(
                        TimestampQuery.of(Hashing.of(message)),
                        BigInteger.TEN,
                        Instant.now(),
                        digest -> ofTimestamps.sign(new SigningPermit(UUID.randomUUID(), key.key(), digest)));
    }

    private Bytes attested() {
        Bytes bundle = attestor.attest(
                        CALL,
                        new AttestRequest(
                                new IdempotencyKey("request-1"),
                                SUBJECT,
                                "https://slsa.dev/provenance/v1",
                                AttestorTest.provenance(),
                                new ArtifactInput.Stored()))
                .bundle();
        keys.add(signer.key());
        return bundle;
    }

    private static VerifyRequest question(Bytes bundle) {
        return new VerifyRequest(SUBJECT, List.of(bundle), List.of(), Optional.empty(), Optional.empty());
    }

    private Optional<RefusalCode> refusal(VerifyRequest request) {
        return verify.verify(CALL, request).decision() instanceof Decision.Failed failed
                ? Optional.of(failed.reason().code())
                : Optional.empty();
    }

    @Test
    void ownBundlesPassSentAlongAndStored() {
        Bytes bundle = attested();
        assertThat(refusal(question(bundle))).isEmpty();
        Verified stored = verify.verify(
                CALL,
                new VerifyRequest(SUBJECT, List.of(), List.of(Hashing.of(bundle)), Optional.empty(), Optional.empty()));
        assertThat(stored.decision()).isInstanceOf(Decision.Passed.class);
        assertThat(stored.bundles()).containsExactly(Hashing.of(bundle));
        assertThat(stored.root()).isEqualTo(root.encode().digest());
    }

    @Test
    void whatIsNotProvenIsRefusedWithItsReason() {
        Bytes bundle = attested();
        Subject other = new Subject("app.jar", Hashing.of(Bytes.utf8("another artifact")));
        assertThat(refusal(new VerifyRequest(other, List.of(bundle), List.of(), Optional.empty(), Optional.empty())))
                .contains(RefusalCode.ARTIFACT_NOT_SUBJECT);
        assertThat(refusal(new VerifyRequest(
                        SUBJECT, List.of(bundle), List.of(), Optional.empty(), Optional.of(TrustRoot.empty()))))
                .isPresent();
        assertThat(refusal(question(Bytes.utf8("{}")))).isPresent();
    }

    @Test
    void aVerdictThatHeldDoesNotOutliveAKey() {
        Bytes bundle = attested();
        assertThat(refusal(question(bundle))).isEmpty();
        assertThat(refusal(question(bundle))).as("remembered").isEmpty();
        keys.clear();
        keys.add(new MemoryVault().create());
        assertThat(refusal(question(bundle))).as("its key was revoked").isPresent();
        keys.clear();
        ProblemException none = catchThrowableOfType(ProblemException.class, () -> refusal(question(bundle)));
        assertThat(none.code()).isEqualTo(ProblemCode.WRONG_STATE);
    }

    @Test
    void whatTimeChangesIsJudgedAgain() {
        Bytes bundle = attested();
        PolicyDocument young = policy("\"maxAge\":\"PT1H\"");
        VerifyRequest request =
                new VerifyRequest(SUBJECT, List.of(bundle), List.of(), Optional.of(young), Optional.empty());
        assertThat(refusal(request)).isEmpty();
        now = now.plus(Duration.ofHours(2));
        assertThat(refusal(request)).contains(RefusalCode.EVIDENCE_TOO_OLD);
        assertThat(refusal(question(bundle))).as("without a limit of age").isEmpty();
    }

    @Test
    void nobodyKnowsTheAgeOfATrustRootThatIsSentAlong() {
        Bytes bundle = attested();
        PolicyDocument fresh = policy("\"maxTrustAge\":\"P30D\"");
        assertThat(refusal(
                        new VerifyRequest(SUBJECT, List.of(bundle), List.of(), Optional.of(fresh), Optional.of(root))))
                .contains(RefusalCode.TRUST_ROOT_TOO_OLD);
        assertThat(refusal(
                        new VerifyRequest(SUBJECT, List.of(bundle), List.of(), Optional.of(fresh), Optional.empty())))
                .isEmpty();
    }

    @Test
    void allBundlesTogetherAreAsLargeAsOneMayBe() {
        Bytes large = Bytes.owned(new byte[20 * 1024 * 1024]);
        evidence.attestations.add(large);
        VerifyRequest twice = new VerifyRequest(
                SUBJECT, List.of(), List.of(Hashing.of(large), Hashing.of(large)), Optional.empty(), Optional.empty());
        keys.add(new MemoryVault().create());
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> refusal(twice));
        assertThat(refused.code()).isEqualTo(ProblemCode.TOO_LARGE);
    }

    private PolicyDocument policy(String member) {
        CanonicalJson key = CanonicalJson.of(Json.text(signer.key().toPem()));
        return PolicyDocument.of(
                Bytes.utf8("{\"version\":1,\"keys\":[" + key.bytes().asLenientText() + "]," + member + "}"));
    }

    @Test
    void aSummaryNamesWhatItRestsOnAndIsAnAttestationItself() {
        Bytes bundle = attested();
        Instant time = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        SummarizeVerification.Order order = new SummarizeVerification.Order(
                new IdempotencyKey("summary-1"), question(bundle), new ArtifactInput.Stored(), time);
        Attested summary = summarize.summarize(CALL, order).attested();

        Statement statement = statement(summary.bundle());
        assertThat(statement.predicateType()).isEqualTo(VerificationSummary.PREDICATE_TYPE);
        assertThat(statement.subjects()).containsExactly(SUBJECT);
        ObjectReader predicate = ObjectReader.of(statement.predicate(), "");
        assertThat(predicate.text("verificationResult")).isEqualTo("PASSED");
        assertThat(predicate.text("timeVerified")).isEqualTo(time.toString());
        assertThat(predicate
                        .objects("inputAttestations", 2)
                        .getFirst()
                        .object("digest")
                        .text("sha256"))
                .isEqualTo(Hashing.of(bundle).hex());
        assertThat(refusal(question(summary.bundle()))).as("it verifies itself").isEmpty();
        assertThat(summarize.summarize(CALL, order).attested()).as("repeated").isEqualTo(summary);
    }

    @Test
    void aRefusalCanBeSummarizedToo() {
        Bytes bundle = attested();
        VerifyRequest unbelieved = new VerifyRequest(
                SUBJECT, List.of(bundle), List.of(), Optional.empty(), Optional.of(TrustRoot.empty()));
        Attested summary = summarize
                .summarize(
                        CALL,
                        new SummarizeVerification.Order(
                                new IdempotencyKey("summary-2"),
                                unbelieved,
                                new ArtifactInput.Stored(),
                                Instant.now().truncatedTo(ChronoUnit.SECONDS)))
                .attested();
        assertThat(ObjectReader.of(statement(summary.bundle()).predicate(), "").text("verificationResult"))
                .isEqualTo("FAILED");
    }

    private static Statement statement(Bytes bundle) {
        return Stream.of(Bundle.decode(bundle).content())
                .map(BundleContent.Dsse.class::cast)
                .map(content -> Statement.decode(content.envelope().payload()))
                .findFirst()
                .orElseThrow();
    }
}
