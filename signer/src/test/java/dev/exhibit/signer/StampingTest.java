package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.vault.SigningPermit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Timestamps are asked for once, over the signature, and stay with it; without them there is no signature. */
class StampingTest extends SignerFixture implements Timestamps {
    private final List<SignatureBytes> stamped = new ArrayList<>();
    private Optional<ProblemException> failing = Optional.empty();
    private Runnable meanwhile = () -> {};

    @Override
    public List<Bytes> stamp(SignatureBytes signature) {
        stamped.add(signature);
        meanwhile.run();
        failing.ifPresent(failure -> {
            throw failure;
        });
        return TestTimestamps.shared().stamp(signature);
    }

    @Override
    public TrustRoot trust() {
        return TestTimestamps.shared().trust();
    }

    @Test
    void aRetryGetsTheSameTimestampsAndAsksForNone() {
        Signer signer = signer(this);
        IdempotencyKey name = Calls.newKey();
        Signed first = signer.sign(call, message(name, uploaded(ARTIFACT)));
        assertThat(first.timestamps()).hasSize(1);
        assertThat(signer.sign(call, message(name, uploaded(ARTIFACT)))).isEqualTo(first);
        assertThat(stamped).containsExactly(first.signature());
    }

    @Test
    void withoutTimestampsNothingIsKeptAndNoGateIsBlamed() {
        Signer signer = signer(this);
        IdempotencyKey name = Calls.newKey();
        failing = Optional.of(new ProblemException(ProblemCode.UNAVAILABLE, "1 of 2 answered"));
        assertThat(Refusals.expect(ProblemCode.UNAVAILABLE, () -> signer.sign(call, message(name, uploaded(ARTIFACT)))))
                .contains("1 of 2 answered");
        assertThat(refusals.all()).isEmpty();

        failing = Optional.empty();
        Signed signed = signer.sign(call, message(name, uploaded(ARTIFACT)));
        assertThat(signed.timestamps()).hasSize(1);
        assertThat(stamped).hasSize(2);
    }

    @Test
    void aKeyWithdrawnWhileItIsStampedGetsNoSignatureOut() {
        Signer signer = signer(this);
        IdempotencyKey name = Calls.newKey();
        meanwhile = () -> {
            meanwhile = () -> {};
            Calls.rotate(call, keys, vault);
        };
        Signed signed = signer.sign(call, message(name, uploaded(ARTIFACT)));
        assertThat(signed.key()).isEqualTo(keys.active(call).orElseThrow().key());
        assertThat(stamped).hasSize(2).last().isEqualTo(signed.signature());
    }

    @Test
    void whatWasKeptWithoutTimestampsIsAnsweredWithoutThem() {
        SignRequest request = message(Calls.newKey(), uploaded(ARTIFACT));
        Intent intent = intents.open(
                call,
                new IntentLog.Asked(
                        request.key(),
                        request.digest(),
                        DIGEST,
                        DIGEST,
                        call.caller().allowance()));
        SignatureBytes old =
                vault.sign(new SigningPermit(intent.id(), intent.key().id(), DIGEST));
        intents.settle(call, intent, new StampedSignature(old, List.of()));
        Signed signed = signer(this).sign(call, request);
        assertThat(signed.signature()).isEqualTo(old);
        assertThat(signed.timestamps()).isEmpty();
        assertThat(stamped).isEmpty();
    }

    @Test
    void theNumberOfTimestampsIsBounded() {
        SignatureBytes signature = new SignatureBytes(ARTIFACT);
        List<Bytes> most = Collections.nCopies(StampedSignature.MAX_TIMESTAMPS, ARTIFACT);
        assertThat(new StampedSignature(signature, most).timestamps()).hasSize(8);
        List<Bytes> more = Collections.nCopies(StampedSignature.MAX_TIMESTAMPS + 1, ARTIFACT);
        assertThatIllegalArgumentException().isThrownBy(() -> new StampedSignature(signature, more));
    }
}
