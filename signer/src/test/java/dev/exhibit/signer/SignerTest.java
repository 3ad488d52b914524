package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignerTest {
    private static final Bytes ARTIFACT = Bytes.utf8("the artifact");
    private static final Digest DIGEST = Hashing.of(ARTIFACT);
    private static final Digest OTHER = Hashing.of(Bytes.utf8("another artifact"));

    private final Call call = Calls.newTenant();
    private final MemoryVault vault = new MemoryVault();
    private final MemoryKeyDirectory keys = new MemoryKeyDirectory();
    private final MemoryIntentLog intents = new MemoryIntentLog(keys, InstantSource.fixed(Instant.EPOCH));
    private final MemoryStoredArtifacts artifacts = new MemoryStoredArtifacts();
    private final Signer signer = signer(vault, Limits.defaults());

    @BeforeEach
    void aKeyIsActive() {
        new SigningKeys(keys, vault).ensureActive(call);
    }

    @Test
    void signsAnUploadedArtifact() {
        Signed signed = signer.sign(call, message(DIGEST, uploaded(ARTIFACT)));
        signed.key().verify(DIGEST, signed.signature());
        assertThat(signed.artifact()).isEqualTo(DIGEST);
        assertThat(signed.checked()).isEqualTo(Signed.Checked.BYTES);
        assertThat(keys.active(call).orElseThrow().key()).isEqualTo(signed.key());
    }

    @Test
    void signsAStoredArtifact() {
        artifacts.put(call, DIGEST, ARTIFACT);
        Signed signed = signer.sign(call, message(DIGEST, new ArtifactInput.Stored()));
        signed.key().verify(DIGEST, signed.signature());
    }

    @Test
    void signsAStatementAboutTheArtifact() {
        Bytes payload = statement(OTHER, DIGEST);
        Signed signed = signer.sign(call, document(Envelope.IN_TOTO, payload));
        signed.key().verify(Envelope.signedDigest(Envelope.IN_TOTO, payload), signed.signature());
    }

    @Test
    void anEmptyArtifactIsAnArtifact() {
        Digest empty = Hashing.of(Bytes.empty());
        Signed signed = signer.sign(call, message(empty, uploaded(Bytes.empty())));
        signed.key().verify(empty, signed.signature());
    }

    @Test
    void wrongBytesTouchNothing() {
        artifacts.put(call, DIGEST, Bytes.utf8("not what it was"));
        refused(ProblemCode.DIGEST_MISMATCH, message(OTHER, uploaded(ARTIFACT)));
        refused(ProblemCode.DIGEST_MISMATCH, message(DIGEST, uploaded(Bytes.utf8("the artifact "))));
        refused(ProblemCode.DIGEST_MISMATCH, message(DIGEST, new ArtifactInput.Stored()));
    }

    @Test
    void aMissingAndAForeignArtifactTouchNothing() {
        artifacts.put(Calls.newTenant(), DIGEST, ARTIFACT);
        refused(ProblemCode.ARTIFACT_UNAVAILABLE, message(DIGEST, new ArtifactInput.Stored()));
    }

    @Test
    void aStatementAboutSomethingElseIsRefusedBeforeTheArtifactIsRead() {
        SignRequest request = new SignRequest(
                Calls.newKey(),
                DIGEST,
                new ArtifactInput.Streamed(new Unreadable()),
                new Content.DssePayload(Envelope.IN_TOTO, statement(OTHER)));
        refused(ProblemCode.DIGEST_MISMATCH, request);
    }

    @Test
    void onlyStatementsAreSigned() {
        refused(ProblemCode.MEDIA_TYPE, document("application/vnd.other+json", statement(DIGEST)));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> signer.sign(call, document(Envelope.IN_TOTO, Bytes.utf8("{}"))));
        nothingTouched();
    }

    @Test
    void halfAnUploadTouchesNothing() {
        InputStream half = new SequenceInputStream(ARTIFACT.slice(0, 5).open(), new Unreadable());
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> signer.sign(call, message(DIGEST, new ArtifactInput.Streamed(half))));
        nothingTouched();
    }

    @Test
    void limitsHoldAndOneByteMoreIsRefused() {
        Bytes payload = statement(DIGEST);
        Signer exact = signer(vault, limits(ARTIFACT.size(), payload.size()));
        exact.sign(call, document(Envelope.IN_TOTO, payload));
        int before = intents.size();
        Refusals.expect(
                ProblemCode.TOO_LARGE,
                () -> signer(vault, limits(ARTIFACT.size() - 1, payload.size()))
                        .sign(call, document(Envelope.IN_TOTO, payload)));
        Refusals.expect(
                ProblemCode.TOO_LARGE,
                () -> signer(vault, limits(ARTIFACT.size(), payload.size() - 1))
                        .sign(call, document(Envelope.IN_TOTO, payload)));
        assertThat(intents.size()).isEqualTo(before);
    }

    @Test
    void anIdentityThatIsNotOfTheTenantAndRoleIsRefused() {
        Caller caller = call.caller();
        Call otherTenant =
                new Call(new Caller(Calls.newTenant().tenant(), caller.identity(), caller.role()), call.correlation());
        Call otherRole = new Call(new Caller(caller.tenant(), caller.identity(), Role.OPERATOR), call.correlation());
        for (Call foreign : List.of(Calls.newTenant(), otherTenant, otherRole)) {
            Refusals.expect(
                    ProblemCode.IDENTITY_UNKNOWN, () -> signer.sign(foreign, message(DIGEST, uploaded(ARTIFACT))));
        }
        nothingTouched();
    }

    @Test
    void theSameRequestGetsTheSameSignatureWithoutTouchingTheKeyAgain() {
        IdempotencyKey key = Calls.newKey();
        Signed first = signer.sign(call, message(key, uploaded(ARTIFACT)));
        artifacts.put(call, DIGEST, ARTIFACT);
        assertThat(signer.sign(call, message(key, uploaded(ARTIFACT)))).isEqualTo(first);
        assertThat(vault.signCalls()).isEqualTo(1);
        refusedAfter(1, ProblemCode.IDEMPOTENCY_CONFLICT, message(key, new ArtifactInput.Stored()));
    }

    @Test
    void theSameKeyForAnotherRequestIsAConflict() {
        IdempotencyKey key = Calls.newKey();
        signer.sign(call, message(key, uploaded(ARTIFACT)));
        refusedAfter(
                1,
                ProblemCode.IDEMPOTENCY_CONFLICT,
                new SignRequest(
                        key, DIGEST, uploaded(ARTIFACT), new Content.DssePayload(Envelope.IN_TOTO, statement(DIGEST))));
    }

    @Test
    void theSameKeyWithWrongBytesIsNotAnsweredWithTheSignature() {
        IdempotencyKey key = Calls.newKey();
        signer.sign(call, message(key, uploaded(ARTIFACT)));
        refusedAfter(1, ProblemCode.DIGEST_MISMATCH, message(key, uploaded(Bytes.utf8("other bytes"))));
    }

    @Test
    void aKeyRevokedWhileSigningGetsNoSignatureOut() {
        KeyId key = keys.active(call).orElseThrow().key().id();
        Signer slow = signer(
                signing(signature -> {
                    keys.change(call, key, KeyState.REVOKED, Calls.word(call));
                    return signature;
                }),
                Limits.defaults());
        IdempotencyKey name = Calls.newKey();
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> slow.sign(call, message(name, uploaded(ARTIFACT))));
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> signer.sign(call, message(name, uploaded(ARTIFACT))));

        KeyRecord next = Calls.rotate(call, keys, vault);
        Signed signed = signer.sign(call, message(name, uploaded(ARTIFACT)));
        assertThat(signed.key()).isEqualTo(next.key());
    }

    @Test
    void aKeyRotatedAwayWhileSigningCostsTheCallerNothing() {
        AtomicBoolean first = new AtomicBoolean(true);
        Signer slow = signer(
                signing(signature -> {
                    if (first.getAndSet(false)) {
                        Calls.rotate(call, keys, vault);
                    }
                    return signature;
                }),
                Limits.defaults());
        IdempotencyKey name = Calls.newKey();
        Signed signed = slow.sign(call, message(name, uploaded(ARTIFACT)));
        assertThat(signed.key()).isEqualTo(keys.active(call).orElseThrow().key());
        assertThat(slow.sign(call, message(name, uploaded(ARTIFACT)))).isEqualTo(signed);
        assertThat(vault.signCalls()).isEqualTo(2);
    }

    @Test
    void aKeyRotatedAwayAgainAndAgainEndsTheCallAndNotTheIntent() {
        Signer unlucky = signer(
                signing(signature -> {
                    Calls.rotate(call, keys, vault);
                    return signature;
                }),
                Limits.defaults());
        IdempotencyKey name = Calls.newKey();
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> unlucky.sign(call, message(name, uploaded(ARTIFACT))));
        assertThat(vault.signCalls()).isEqualTo(4);
        signer.sign(call, message(name, uploaded(ARTIFACT)));
    }

    @Test
    void aSignatureThatDoesNotVerifyNeverLeaves() {
        UnaryOperator<SignatureBytes> garble = signature -> {
            byte[] bytes = signature.bytes().toArray();
            bytes[bytes.length - 1] ^= 1;
            return new SignatureBytes(Bytes.owned(bytes));
        };
        UnaryOperator<SignatureBytes> garbage = signature -> new SignatureBytes(Bytes.utf8("no signature"));
        IdempotencyKey name = Calls.newKey();
        for (UnaryOperator<SignatureBytes> lie : List.of(garble, garbage)) {
            assertThatIllegalStateException()
                    .isThrownBy(
                            () -> signer(signing(lie), Limits.defaults()).sign(call, message(name, uploaded(ARTIFACT))))
                    .withMessageContaining("does not verify");
        }
        Signed signed = signer.sign(call, message(name, uploaded(ARTIFACT)));
        signed.key().verify(DIGEST, signed.signature());
    }

    @Test
    void theSweepClosesWhatNobodyCameBackFor() {
        IdempotencyKey name = Calls.newKey();
        IntentLog.Asked asked =
                new IntentLog.Asked(name, message(name, uploaded(ARTIFACT)).digest(), DIGEST, DIGEST);
        intents.open(call, asked);
        Limits limits = Limits.defaults();
        Instant due = Instant.EPOCH.plus(limits.intentTime());
        assertThat(new IntentSweep(intents, InstantSource.fixed(due), limits.intentTime()).run(call))
                .isZero();
        IntentSweep later = new IntentSweep(intents, InstantSource.fixed(due.plusMillis(1)), limits.intentTime());
        assertThat(later.run(call)).isEqualTo(1);
        signer.sign(call, message(name, uploaded(ARTIFACT)));
        assertThat(later.run(call)).isZero();
    }

    @Test
    void onlyThePredicateTypesOfTheIdentityAreSigned() {
        Bytes payload = statement(DIGEST);
        Signer allowed = allowing(Optional.of(Set.of(PredicateTypes.SLSA_PROVENANCE)), Optional.empty());
        allowed.sign(call, document(Envelope.IN_TOTO, payload));
        assertThat(vault.signCalls()).isEqualTo(1);
        for (Set<String> others : List.of(Set.of("https://other.example/v1"), Set.<String>of())) {
            Signer narrow = allowing(Optional.of(others), Optional.empty());
            Refusals.expect(
                    ProblemCode.PREDICATE_NOT_ALLOWED, () -> narrow.sign(call, document(Envelope.IN_TOTO, payload)));
        }
        // The bytes of an artifact could be those that a signature of a statement is over.
        Refusals.expect(
                ProblemCode.PREDICATE_NOT_ALLOWED, () -> allowed.sign(call, message(DIGEST, uploaded(ARTIFACT))));
        assertThat(vault.signCalls()).isEqualTo(1);
        assertThat(intents.size()).isEqualTo(1);
    }

    @Test
    void onlyTheKeysOfTheIdentityAreUsed() {
        KeyId active = keys.active(call).orElseThrow().key().id();
        allowing(Optional.empty(), Optional.of(Set.of(active))).sign(call, message(DIGEST, uploaded(ARTIFACT)));
        for (Set<KeyId> others : List.of(Set.of(new KeyId(OTHER)), Set.<KeyId>of())) {
            Signer narrow = allowing(Optional.empty(), Optional.of(others));
            Refusals.expect(ProblemCode.KEY_NOT_ALLOWED, () -> narrow.sign(call, message(DIGEST, uploaded(ARTIFACT))));
        }
        assertThat(vault.signCalls()).isEqualTo(1);
    }

    @Test
    void anIntentThatAnotherLeftOpenIsNoWayToItsKey() {
        SignRequest request = message(Calls.newKey(), uploaded(ARTIFACT));
        intents.open(call, new IntentLog.Asked(request.key(), request.digest(), DIGEST, DIGEST));
        Signer narrow = allowing(Optional.empty(), Optional.of(Set.of()));
        Refusals.expect(ProblemCode.KEY_NOT_ALLOWED, () -> narrow.sign(call, request));
        assertThat(vault.signCalls()).isZero();
    }

    /** What the registry says now counts, not what it said when the request came in. */
    private Signer allowing(Optional<Set<String>> types, Optional<Set<KeyId>> signingKeys) {
        Caller caller = call.caller();
        Caller narrow =
                new Caller(caller.tenant(), caller.identity(), caller.role(), new Allowance(types, signingKeys));
        return new Signer(
                IdentityRegistry.of(identity -> Optional.of(narrow)),
                Limits.defaults(),
                Calls.believed(),
                artifacts,
                intents,
                vault,
                SignatureChecker.standard());
    }

    private Signer signer(Vault keyHolder, Limits limits) {
        return new Signer(
                Calls.registryOf(call),
                limits,
                Calls.believed(),
                artifacts,
                intents,
                keyHolder,
                SignatureChecker.standard());
    }

    /** The vault, with something happening between its signature and the signer. */
    private Vault signing(UnaryOperator<SignatureBytes> after) {
        return new Vault() {
            @Override
            public VerificationKey create() {
                return vault.create();
            }

            @Override
            public Optional<VerificationKey> find(KeyId key) {
                return vault.find(key);
            }

            @Override
            public SignatureBytes sign(SigningPermit permit) {
                return after.apply(vault.sign(permit));
            }

            @Override
            public void destroy(KeyId key) {
                vault.destroy(key);
            }
        };
    }

    private void refused(ProblemCode code, SignRequest request) {
        Refusals.expect(code, () -> signer.sign(call, request));
        nothingTouched();
    }

    private void refusedAfter(int signatures, ProblemCode code, SignRequest request) {
        Refusals.expect(code, () -> signer.sign(call, request));
        assertThat(intents.size()).isEqualTo(signatures);
        assertThat(vault.signCalls()).isEqualTo(signatures);
    }

    private void nothingTouched() {
        assertThat(intents.size()).as("intents").isZero();
        assertThat(vault.signCalls()).as("uses of a key").isZero();
    }

    private static SignRequest message(Digest artifact, ArtifactInput source) {
        return new SignRequest(Calls.newKey(), artifact, source, new Content.ArtifactMessage());
    }

    private static SignRequest message(IdempotencyKey key, ArtifactInput source) {
        return new SignRequest(key, DIGEST, source, new Content.ArtifactMessage());
    }

    private static SignRequest document(String type, Bytes payload) {
        return new SignRequest(Calls.newKey(), DIGEST, uploaded(ARTIFACT), new Content.DssePayload(type, payload));
    }

    private static ArtifactInput uploaded(Bytes bytes) {
        return new ArtifactInput.Streamed(bytes.open());
    }

    private static Bytes statement(Digest... subjects) {
        List<Subject> named = List.of(subjects).stream()
                .map(digest -> new Subject("artifact", digest))
                .toList();
        return new Statement(named, PredicateTypes.SLSA_PROVENANCE, Json.object())
                .encode()
                .bytes();
    }

    private static Limits limits(long artifact, long payload) {
        Limits all = Limits.defaults();
        return new Limits(
                all.jsonBody(),
                payload,
                all.document(),
                artifact,
                all.intentTime(),
                all.edge(),
                all.access(),
                all.fetch(),
                all.sources(),
                all.issuance(),
                all.admission(),
                all.breaker(),
                all.clock());
    }

    /** A connection that breaks. */
    private static final class Unreadable extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the connection broke");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("the connection broke");
        }
    }
}
