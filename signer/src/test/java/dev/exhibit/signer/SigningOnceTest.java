package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** One request gets one signature, of a key that is active when it is stored. */
class SigningOnceTest extends SignerFixture {
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
    void aVaultThatCannotTellWhetherItHasTheFirstKeyIsARefusal() {
        Call other = Calls.newTenant();
        keys.prepare(other, vault.create(), Calls.word(other));
        Faults faults = new Faults();
        faults.failAt(0, Faults.Kind.NOT_APPLIED);
        SigningKeys first = new SigningKeys(keys, new FaultyPorts(faults).around(vault));
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> first.ensureActive(other));
        first.ensureActive(other);
    }

    @Test
    void theSweepClosesWhatNobodyCameBackFor() {
        IdempotencyKey name = Calls.newKey();
        IntentLog.Asked asked = new IntentLog.Asked(
                name, message(name, uploaded(ARTIFACT)).digest(), DIGEST, DIGEST, Allowance.everything());
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
}
