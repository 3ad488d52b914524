package dev.exhibit.attestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.attestor.later.AttestOrWait;
import dev.exhibit.attestor.later.FinishWaiting;
import dev.exhibit.attestor.later.Waiting;
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
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import dev.exhibit.crypto.timestamp.TimestampWriter;
import dev.exhibit.crypto.tlog.HashedRekord;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.SigningPermit;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestLaterTest {
    private static final Bytes ARTIFACT = Bytes.utf8("an artifact");
    private static final Digest DIGEST = Hashing.of(ARTIFACT);
    private static final Call CALL = new Call(
            new Caller(new TenantId("acme"), new ServiceIdentity("spiffe://example/pipeline"), Role.PIPELINE),
            new CorrelationId("correlation-1"));

    private final MemoryVault vault = new MemoryVault();
    private final MemoryVault ofTimestamps = new MemoryVault();
    private final FakeEvidence evidence = new FakeEvidence();
    private final FakeSigner signer = new FakeSigner(vault, evidence);
    private final MemorySignatureLog log = new MemorySignatureLog();
    private TrustRoot root = TrustRoot.empty();
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
    private final MemoryLine line = new MemoryLine(signer);
    private final AttestOrWait front = new AttestOrWait(attestor, signer, line);
    private final List<HashedRekord> announced = new ArrayList<>();
    private final FinishWaiting finish = new FinishWaiting(
            attestor,
            line,
            front,
            (tenant, signatures) -> announced.addAll(signatures),
            (why, call) -> Json.object()
                    .with(
                            "code",
                            why instanceof ProblemException problem
                                    ? problem.code().code()
                                    : "defect"));

    @TempDir
    private Path folder;

    @BeforeEach
    void signaturesAreStamped() {
        LocalTimestamping authority =
                LocalTimestamping.open(folder, "secret", ofTimestamps, InstantSource.system(), new SecureRandom());
        var unused = authority.current();
        root = new TrustRoot(List.of(log.trusted()), List.of(), List.of(), authority.authorities());
        signer.stamp = signature -> List.of(stamp(authority, signature));
        evidence.artifacts.add(DIGEST);
    }

    private Bytes stamp(LocalTimestamping authority, SignatureBytes signature) {
        LocalTimestamping.Stamping key = authority.current();
        return new TimestampWriter(key.certificate(), "1.2.3.4")
                .grant(
                        TimestampQuery.of(Hashing.of(signature.bytes())),
                        BigInteger.TEN,
                        Instant.now(),
                        digest -> ofTimestamps.sign(new SigningPermit(UUID.randomUUID(), key.key(), digest)));
    }

    private static AttestRequest request(int number) {
        return new AttestRequest(
                new IdempotencyKey("request-" + number),
                new Subject("artifact " + number, DIGEST),
                PredicateTypes.SLSA_PROVENANCE,
                AttestorTest.provenance(),
                new ArtifactInput.Stored());
    }

    private Waiting waits(int number) {
        return ((AttestOrWait.End.Waits) front.attest(CALL, request(number))).waiting();
    }

    private Attested attested(int number) {
        return ((AttestOrWait.End.Done) front.attest(CALL, request(number))).attested();
    }

    private Waiting.State state(Waiting waiting) {
        return line.find(CALL, waiting.id()).orElseThrow().state();
    }

    @Test
    void nothingWaitsWhereNothingIsOut() {
        assertThat(attested(1).artifact()).isEqualTo(DIGEST);
        assertThat(line.next(CALL, 10)).isEmpty();
        assertThat(finish.run(CALL)).isZero();
    }

    @Test
    void whatWasAcceptedIsFinishedInItsOrderWhenTimestampsAreBack() {
        signer.timestampsAreOut = true;
        List<Waiting> waiting = IntStream.range(0, 100).mapToObj(this::waits).toList();
        assertThat(waits(7)).as("the same request").isEqualTo(waiting.get(7));
        assertThat(finish.run(CALL)).isZero();
        assertThat(evidence.attestations).isEmpty();

        signer.timestampsAreOut = false;
        assertThat(finish.run(CALL)).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            Attested attested = attested(i);
            assertThat(state(waiting.get(i))).isEqualTo(new Waiting.State.Done(attested.evidence(), attested.key()));
            assertThat(attested.statement()).isEqualTo(waiting.get(i).statement());
            assertThat(announced.get(i).signature()).isEqualTo(signer.signatureOf("request-" + i));
        }
        assertThat(vault.signCalls()).as("each signed once").isEqualTo(100);
    }

    @Test
    void theLogOrTheStoreMayBeOutAsWell() {
        log.away(true);
        Waiting one = waits(1);
        log.away(false);
        evidence.failsToStore = true;
        assertThat(finish.run(CALL)).isZero();
        assertThat(state(one)).isEqualTo(new Waiting.State.Queued());
        evidence.failsToStore = false;
        assertThat(finish.run(CALL)).isEqualTo(1);
        assertThat(vault.signCalls()).isEqualTo(1);
    }

    @Test
    void whileTheLineStandsNobodyTriesInVain() {
        signer.timestampsAreOut = true;
        waits(1);
        int tried = signer.calls.size();
        waits(2);
        assertThat(signer.calls).as("accepted without a try to sign").hasSize(tried);
        signer.timestampsAreOut = false;
        assertThat(finish.run(CALL)).isEqualTo(2);
        assertThat(attested(3).artifact()).isEqualTo(DIGEST);
        signer.timestampsAreOut = true;
        waits(4);
        signer.timestampsAreOut = false;
        front.standing(Set.of());
        assertThat(attested(5).artifact())
                .as("another process has emptied the line")
                .isEqualTo(DIGEST);
    }

    @Test
    void oneThatIsRefusedForGoodKeepsNobodyWaiting() {
        signer.timestampsAreOut = true;
        List<Waiting> waiting = IntStream.range(0, 5).mapToObj(this::waits).toList();
        signer.timestampsAreOut = false;
        line.outOfUse.add("request-2");
        assertThat(finish.run(CALL)).isEqualTo(5);
        assertThat(state(waiting.get(2)))
                .isEqualTo(new Waiting.State.Failed(Json.object().with("code", "identity_unknown")));
        assertThat(waiting.stream().filter(one -> state(one) instanceof Waiting.State.Done))
                .hasSize(4);
    }

    @Test
    void whatIsRefusedAnywayDoesNotWait() {
        signer.timestampsAreOut = true;
        AttestRequest invalid = new AttestRequest(
                new IdempotencyKey("request-1"),
                new Subject("artifact", DIGEST),
                PredicateTypes.SLSA_PROVENANCE,
                Json.object(),
                new ArtifactInput.Stored());
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> front.attest(CALL, invalid));
        assertThat(refused.code()).isEqualTo(ProblemCode.PREDICATE_INVALID);
        assertThat(line.next(CALL, 10)).isEmpty();
    }

    @Test
    void whatCannotBePromisedIsNot() {
        signer.timestampsAreOut = true;
        line.isOut = true;
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> front.attest(CALL, request(1)));
        assertThat(refused.code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(refused.getMessage()).contains("timestamps");
    }
}
