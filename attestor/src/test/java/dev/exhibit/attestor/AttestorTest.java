package dev.exhibit.attestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.attestor.predicate.OwnPredicates;
import dev.exhibit.attestor.scan.ScanRule;
import dev.exhibit.boundary.artifact.ImageReference;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.identity.Allowance;
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
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.References;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import dev.exhibit.crypto.timestamp.TimestampWriter;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.verify.Claim;
import dev.exhibit.crypto.verify.Outcome;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestorTest {
    private static final Bytes ARTIFACT = Bytes.utf8("an artifact");
    private static final Call CALL = new Call(
            new Caller(new TenantId("acme"), new ServiceIdentity("spiffe://example/pipeline"), Role.PIPELINE),
            new CorrelationId("correlation-1"));

    private final MemoryVault vault = new MemoryVault();
    private final MemoryVault ofTimestamps = new MemoryVault();
    private final FakeEvidence evidence = new FakeEvidence();
    private final FakeSigner signer = new FakeSigner(vault, evidence);
    private final MemorySignatureLog log = new MemorySignatureLog();
    private TrustRoot root = TrustRoot.empty();
    private final OwnVerifier verifier = new OwnVerifier(
            tenant -> root, SignatureChecker.standard(), InstantSource.system(), Duration.ofSeconds(30));
    private final Attestor attestor = new Attestor(signer, evidence, new BundleMaker(log, verifier));

    @TempDir
    private Path folder;

    @BeforeEach
    void signaturesAreStamped() {
        LocalTimestamping authority = timestamping();
        root = root(authority);
        signer.stamp = signature -> List.of(stamp(authority, signature.bytes()));
    }

    private TrustRoot root(LocalTimestamping authority) {
        return new TrustRoot(List.of(log.trusted()), List.of(), List.of(), authority.authorities());
    }

    @Test
    void attestsWithABundleThatVerifiesOffline() {
        Attested attested = attestor.attest(CALL, request("request-1", provenance(), uploaded(ARTIFACT)));

        Digest artifact = Hashing.of(ARTIFACT);
        assertThat(attested.artifact()).isEqualTo(artifact);
        assertThat(attested.evidence()).isEqualTo(Hashing.of(attested.bundle()));
        Outcome outcome = verifier.verify(CALL.tenant(), Set.of(signer.key()), attested.bundle(), artifact);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Verified.class, verified -> {
            Claim.Attested claim = (Claim.Attested) verified.claim();
            assertThat(claim.statement().predicate()).isEqualTo(provenance());
            assertThat(claim.statement().encode().digest()).isEqualTo(attested.statement());
            assertThat(verified.evidence().positions()).hasSize(1);
            assertThat(verified.evidence().times()).hasSize(1);
        });
        assertThat(evidence.artifacts).as("not asked to keep").isEmpty();
    }

    @Test
    void theSameRequestGivesTheSameBytes() {
        Attested first = attestor.attest(CALL, request("request-1", provenance(), uploaded(ARTIFACT)));
        Attested second = attestor.attest(CALL, request("request-1", provenance(), uploaded(ARTIFACT)));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void aKeptArtifactIsStoredBeforeItIsSigned() {
        attestor.attest(CALL, request("request-1", provenance(), new ArtifactInput.Uploaded(ARTIFACT.open(), true)));

        assertThat(evidence.artifacts).containsExactly(Hashing.of(ARTIFACT));
    }

    @Test
    void whatTheSignerCheckedIsInTheAnswer() {
        String image = "r.example/app@" + Hashing.of(ARTIFACT);
        ArtifactInput remote =
                new ArtifactInput.Remote(new RemoteArtifact.Image(ImageReference.parse(image), false, List.of()));
        Attested attested = attestor.attest(CALL, request("request-1", provenance(), remote));
        assertThat(attested.checked()).isEqualTo("oci-manifest");
        assertThat(evidence.artifacts).isEmpty();
    }

    @Test
    void aTypeThatTheIdentityMayNotUseLeavesNothingBehind() {
        Caller caller = CALL.caller();
        Allowance other = new Allowance(Optional.of(Set.of("https://other.example/v1")), Optional.empty());
        Call narrow =
                new Call(new Caller(caller.tenant(), caller.identity(), caller.role(), other), CALL.correlation());
        AttestRequest request = request("request-1", provenance(), new ArtifactInput.Uploaded(ARTIFACT.open(), true));
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> attestor.attest(narrow, request));
        assertThat(refused.code()).isEqualTo(ProblemCode.PREDICATE_NOT_ALLOWED);
        assertNothingLeft();
    }

    @Test
    void otherBytesThanNamedLeaveNothingBehind() {
        Bytes other = Bytes.utf8("another artifact");
        for (boolean keep : new boolean[] {false, true}) {
            assertRefused(
                    ProblemCode.DIGEST_MISMATCH,
                    request("request-1", provenance(), new ArtifactInput.Uploaded(other.open(), keep)));
        }
        assertNothingLeft();
    }

    @Test
    void anArtifactThatIsNotStoredIsRefused() {
        assertRefused(ProblemCode.ARTIFACT_UNAVAILABLE, request("request-1", provenance(), new ArtifactInput.Stored()));
        assertNothingLeft();
    }

    @Test
    void unknownAndInvalidPredicatesAreRefusedBeforeAnythingIsRead() {
        AttestRequest unknown = new AttestRequest(
                new IdempotencyKey("request-1"), subject(), "https://example.com/x", provenance(), uploaded(ARTIFACT));
        assertRefused(ProblemCode.PREDICATE_UNKNOWN, unknown);

        ProblemException invalid =
                assertRefused(ProblemCode.PREDICATE_INVALID, request("request-1", Json.object(), uploaded(ARTIFACT)));
        assertThat(invalid.extra().members()).containsEntry("pointer", Json.text("/predicate/buildDefinition"));
        assertNothingLeft();
    }

    @Test
    void aTypeOfATenantIsThatTenantsOnly() {
        String type = "https://acme.example/review/v1";
        Bytes schema = Bytes.utf8("{\"type\":\"object\",\"required\":[\"reviewer\"]}");
        OwnPredicates own = new OwnPredicates(Map.of(CALL.tenant(), Map.of(type, OwnPredicates.Own.of(schema, 40))));
        Attestor withOwn = new Attestor(signer, evidence, new BundleMaker(log, verifier), own);

        assertThat(codeAndPointer(withOwn, CALL, review(type, Json.object())))
                .isEqualTo("predicate_invalid \"/predicate/reviewer\"");
        assertThat(codeAndPointer(withOwn, CALL, review(type, Json.object().with("reviewer", "x".repeat(41)))))
                .isEqualTo("predicate_invalid \"/predicate\"");
        Call foreign = new Call(
                new Caller(new TenantId("other"), CALL.caller().identity(), Role.PIPELINE), CALL.correlation());
        assertThat(codeAndPointer(withOwn, foreign, review(type, Json.object().with("reviewer", "ann"))))
                .isEqualTo("predicate_unknown null");
        assertNothingLeft();

        Attested made = withOwn.attest(CALL, review(type, Json.object().with("reviewer", "ann")));
        assertThat(Statement.decode(payload(new AttestMany.End.Done(made))).predicateType())
                .isEqualTo(type);
        assertThatThrownBy(() -> new OwnPredicates(Map.of(
                        CALL.tenant(),
                        Map.of(PredicateTypes.SLSA_PROVENANCE, OwnPredicates.Own.of(Bytes.utf8("{}"), 1)))))
                .hasMessageContaining("everybody has");
    }

    private static AttestRequest review(String type, Json.Obj predicate) {
        return new AttestRequest(new IdempotencyKey("request-1"), subject(), type, predicate, uploaded(ARTIFACT));
    }

    private static String codeAndPointer(Attestor attestor, Call call, AttestRequest request) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> attestor.attest(call, request));
        Json pointer = refused.extra().members().get("pointer");
        return refused.code().code() + " "
                + (pointer == null ? "null" : CanonicalJson.of(pointer).bytes().asLenientText());
    }

    @Test
    void whatIsSignedByItsDigestAloneMustBeStored() {
        Digest document = Hashing.of(Bytes.utf8("a large document"));
        Json.Obj predicate = References.predicate(
                "https://builder.example.com",
                new References.Document(
                        "large.json", "https://store.example.com/large.json", document, "application/json", "urn:x"));
        AttestRequest request = review(PredicateTypes.REFERENCE, predicate);
        assertThat(codeAndPointer(attestor, CALL, request))
                .isEqualTo("artifact_unavailable \"/predicate/references/0/digest\"");
        assertNothingLeft();

        evidence.artifacts.add(document);
        Attested made = attestor.attest(CALL, request);
        Statement statement = Statement.decode(payload(new AttestMany.End.Done(made)));
        assertThat(References.of(statement.predicateType(), statement.predicate()))
                .containsExactly(document);
    }

    @Test
    void aSecretIsRefusedWithItsPlaceAndLeavesNothingBehind() {
        Json.Obj claim = provenance().with("x-note", "ghp_" + "q7Rz0LkW9vXb2TnHs4Yd8MfJc1GpUe6AiQo5");
        ProblemException refused =
                assertRefused(ProblemCode.PREDICATE_SECRET, request("request-1", claim, uploaded(ARTIFACT)));
        assertThat(refused.extra())
                .isEqualTo(Json.object().with("rule", "github-token").with("pointer", "/predicate/x-note"));
        assertThat(refused.getMessage()).doesNotContain("ghp_");
        assertNothingLeft();
    }

    @Test
    void aRuleIsPassedOverForWhoMayAndTheAuditKnows() {
        Json.Obj claim = provenance().with("x-note", "https://ci:" + "q7Rz0LkW9vXb@git.acme.io/app.git");
        AttestRequest plain = request("request-1", claim, uploaded(ARTIFACT));
        AttestRequest waiving = new AttestRequest(
                plain.key(),
                plain.subject(),
                plain.predicateType(),
                claim,
                uploaded(ARTIFACT),
                Set.of(ScanRule.URL_PASSWORD));
        assertRefused(ProblemCode.PREDICATE_SECRET, plain);
        assertRefused(ProblemCode.PREDICATE_NOT_ALLOWED, waiving);
        assertNothingLeft();
        Caller caller = CALL.caller();
        Allowance may = new Allowance(Optional.empty(), Optional.empty(), Set.of("url-password"));
        Call allowed = new Call(new Caller(caller.tenant(), caller.identity(), caller.role(), may), CALL.correlation());
        attestor.attest(allowed, waiving);
        assertThat(signer.calls.getLast().waived()).containsExactly("url-password");
    }

    @Test
    void peopleAreNamedWhereThatIsUsualAndNowhereElse() {
        attestor.attest(
                CALL, request("request-1", provenance().with("x-author", "jane.doe@acme.io"), uploaded(ARTIFACT)));
        Json.Obj release = Json.object().with("purl", "pkg:npm/app@1.0.0").with("x-by", "jane.doe@acme.io");
        AttestRequest request = new AttestRequest(
                new IdempotencyKey("request-2"),
                subject(),
                "https://in-toto.io/attestation/release/v0.2",
                release,
                uploaded(ARTIFACT));
        assertThat(assertRefused(ProblemCode.PREDICATE_SECRET, request).extra().members())
                .containsEntry("rule", Json.text("email"));
    }

    @Test
    void aSignerThatSignsSomethingElseIsFoundOut() {
        signer.signsSomethingElse = true;

        assertThatThrownBy(() -> attestor.attest(CALL, request("request-1", provenance(), uploaded(ARTIFACT))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("signature_invalid");
        assertThat(evidence.attestations).isEmpty();
    }

    @Test
    void whatIsNotLoggedDoesNotLeaveAndIsLoggedWhenItIsAskedForAgain() {
        log.away(true);
        assertRefused(ProblemCode.UNAVAILABLE, request("request-1", provenance(), uploaded(ARTIFACT)));
        assertThat(evidence.attestations).isEmpty();
        log.away(false);
        attestor.attest(CALL, request("request-1", provenance(), uploaded(ARTIFACT)));
        attestor.attest(CALL, request("request-1", provenance(), uploaded(ARTIFACT)));
        assertThat(vault.signCalls()).as("signed once").isEqualTo(1);
        assertThat(log.size()).as("logged once").isEqualTo(1);
    }

    @Test
    void aLogThatCustomersDoNotBelieveIsADefect() {
        root = new TrustRoot(List.of(), List.of(), List.of(), root.timestampAuthorities());
        assertDefect("request-1", "log_unknown");
        assertThat(evidence.attestations).isEmpty();
    }

    @Test
    void aTimestampThatDoesNotVerifyNeverLeaves() {
        LocalTimestamping authority = timestamping();
        root = new TrustRoot(List.of(log.trusted()), List.of(), List.of(), List.of());
        assertDefect("request-1", "timestamp_untrusted");
        signer.stamp = signature -> List.of();
        assertDefect("request-4", "");

        root = root(authority);
        signer.stamp = signature -> List.of(stamp(authority, Bytes.utf8("another signature")));
        assertDefect("request-2", "timestamp_of_another_signature");
        signer.stamp = signature -> List.of(Bytes.utf8("garbage"));
        assertDefect("request-3", "timestamp_malformed");
        assertThat(evidence.attestations).isEmpty();
    }

    private void assertDefect(String key, String code) {
        assertThatThrownBy(() -> attestor.attest(CALL, request(key, provenance(), uploaded(ARTIFACT))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(code);
    }

    private LocalTimestamping timestamping() {
        LocalTimestamping opened =
                LocalTimestamping.open(folder, "secret", ofTimestamps, InstantSource.system(), new SecureRandom());
        var unused = opened.current();
        return opened;
    }

    private Bytes stamp(LocalTimestamping authority, Bytes message) {
        LocalTimestamping.Stamping key = authority.current();
        return new TimestampWriter(key.certificate(), "1.2.3.4")
                .grant(
                        TimestampQuery.of(Hashing.of(message)),
                        BigInteger.TEN,
                        Instant.now(),
                        digest -> ofTimestamps.sign(new SigningPermit(UUID.randomUUID(), key.key(), digest)));
    }

    @Test
    void aStoreThatFailsOnceIsAskedAgainWithTheSameBundle() {
        evidence.failsToStore = true;
        assertRefused(ProblemCode.UNAVAILABLE, request("request-1", provenance(), uploaded(ARTIFACT)));
        evidence.failsToStore = false;

        attestor.attest(CALL, request("request-1", provenance(), uploaded(ARTIFACT)));

        assertThat(vault.signCalls()).as("signed once").isEqualTo(1);
        assertThat(evidence.attestations).hasSize(1);
    }

    @Test
    void eachOfManyHasItsOwnEndInItsPlace() {
        AttestMany many = new AttestMany(attestor);
        evidence.artifacts.add(Hashing.of(ARTIFACT));
        Subject missing = new Subject("missing", Hashing.of(Bytes.utf8("never stored")));
        List<AttestRequest> requests = IntStream.range(0, 60)
                .mapToObj(i -> new AttestRequest(
                        new IdempotencyKey("request-" + i),
                        i % 7 == 3 ? missing : new Subject("artifact " + i, Hashing.of(ARTIFACT)),
                        PredicateTypes.SLSA_PROVENANCE,
                        i % 7 == 5 ? Json.object() : provenance(),
                        new ArtifactInput.Stored()))
                .toList();

        List<AttestMany.End> ends = many.attest(CALL, requests);

        assertThat(ends).hasSize(60);
        for (int i = 0; i < 60; i++) {
            switch (i % 7) {
                case 3 -> assertRefused(ProblemCode.ARTIFACT_UNAVAILABLE, ends.get(i));
                case 5 -> assertRefused(ProblemCode.PREDICATE_INVALID, ends.get(i));
                default ->
                    assertThat(ends.get(i)).isEqualTo(new AttestMany.End.Done(attestor.attest(CALL, requests.get(i))));
            }
        }
        long done = ends.stream().filter(AttestMany.End.Done.class::isInstance).count();
        assertThat(log.size()).isEqualTo((int) done);
        assertThat(Statement.decode(payload(ends.get(42))).subjects())
                .extracting(Subject::name)
                .containsExactly("artifact 42");
    }

    private static Bytes payload(AttestMany.End end) {
        Bytes bundle = ((AttestMany.End.Done) end).attested().bundle();
        return ((BundleContent.Dsse) Bundle.decode(bundle).content()).envelope().payload();
    }

    private static void assertRefused(ProblemCode code, AttestMany.End end) {
        assertThat(end)
                .isInstanceOfSatisfying(
                        AttestMany.End.Refused.class,
                        refused -> assertThat(((ProblemException) refused.reason()).code())
                                .isEqualTo(code));
    }

    private ProblemException assertRefused(ProblemCode code, AttestRequest request) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> attestor.attest(CALL, request));
        assertThat(refused.code()).isEqualTo(code);
        return refused;
    }

    private void assertNothingLeft() {
        assertThat(evidence.artifacts).isEmpty();
        assertThat(evidence.attestations).isEmpty();
        assertThat(vault.signCalls()).isZero();
    }

    private static AttestRequest request(String key, Json.Obj predicate, ArtifactInput artifact) {
        return new AttestRequest(
                new IdempotencyKey(key), subject(), PredicateTypes.SLSA_PROVENANCE, predicate, artifact);
    }

    private static Subject subject() {
        return new Subject("artifact", Hashing.of(ARTIFACT));
    }

    private static ArtifactInput uploaded(Bytes bytes) {
        return new ArtifactInput.Uploaded(bytes.open(), false);
    }

    static Json.Obj provenance() {
        return Json.object()
                .with(
                        "buildDefinition",
                        Json.object()
                                .with("buildType", "https://example.com/build/v1")
                                .with("externalParameters", Json.object()))
                .with(
                        "runDetails",
                        Json.object().with("builder", Json.object().with("id", "https://example.com/builder")));
    }
}
