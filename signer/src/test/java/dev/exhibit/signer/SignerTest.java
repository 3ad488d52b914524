package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.key.KeyId;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is signed, and what is refused before a key is touched. */
class SignerTest extends SignerFixture {
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
    void whatSeveralRequestsOfOneCallNameAlikeIsReadOnce() {
        artifacts.put(call, DIGEST, ARTIFACT);
        Signer once = signer.forOneCall();
        Signed first = once.sign(call, message(DIGEST, new ArtifactInput.Stored()));
        artifacts.put(call, DIGEST, Bytes.utf8("not what it was"));
        Signed second = once.sign(call, message(DIGEST, new ArtifactInput.Stored()));
        assertThat(second.checked()).isEqualTo(first.checked());
        Refusals.expect(
                ProblemCode.DIGEST_MISMATCH,
                () -> signer.forOneCall().sign(call, message(DIGEST, new ArtifactInput.Stored())));
        assertThat(intents.size()).isEqualTo(2);
    }

    @Test
    void aRefusalOfTheOneReadIsARefusalForAll() {
        artifacts.put(call, DIGEST, Bytes.utf8("not what it was"));
        Signer once = signer.forOneCall();
        for (int i = 0; i < 2; i++) {
            Refusals.expect(
                    ProblemCode.DIGEST_MISMATCH, () -> once.sign(call, message(DIGEST, new ArtifactInput.Stored())));
        }
        Refusals.expect(
                ProblemCode.ARTIFACT_UNAVAILABLE, () -> once.sign(call, message(OTHER, new ArtifactInput.Stored())));
        nothingTouched();
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
        intents.open(
                call, new IntentLog.Asked(request.key(), request.digest(), DIGEST, DIGEST, Allowance.everything()));
        Signer narrow = allowing(Optional.empty(), Optional.of(Set.of()));
        Refusals.expect(ProblemCode.KEY_NOT_ALLOWED, () -> narrow.sign(call, request));
        assertThat(vault.signCalls()).isZero();
    }
}
