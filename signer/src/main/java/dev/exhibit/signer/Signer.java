package dev.exhibit.signer;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.Optional;
import java.util.stream.Stream;

/** Signs artifacts and documents about them, after reading the artifact's bytes itself. Thread-safe. */
public final class Signer {
    /** How many keys an intent may outlive within one call. */
    private static final int ROUNDS = 4;

    private final SignerPorts ports;
    private final Gates gates;
    private final ArtifactCheck artifacts;
    private final SignatureChecker checker;

    /** @param checker verifies every signature before it leaves */
    public Signer(SignerPorts ports, Limits limits, ClockWatch watch, SignatureChecker checker) {
        this.ports = ports;
        this.gates = new Gates(ports.identities()::find, ports.producers(), limits, watch);
        this.artifacts = new ArtifactCheck(gates, ports.stored(), ports.remote());
        this.checker = checker;
    }

    private Signer(Signer other, Gates gates, ArtifactCheck artifacts) {
        this.ports = other.ports;
        this.gates = gates;
        this.artifacts = artifacts;
        this.checker = other.checker;
    }

    /** A signer for the requests of one call: who asks, and what several of them name alike as their artifact, is looked at once. */
    public Signer forOneCall() {
        return new Signer(this, gates.forOneCall(), artifacts.forOneCall());
    }

    /**
     * Signs. The signature is durable when this returns. Repeating a request with its key gives the same signature. A
     * request that a {@link Gate} refuses leaves nothing behind but a record of that; one that fails later may leave an
     * open intent.
     *
     * @throws ProblemException {@code identity_unknown}, {@code media_type}, {@code too_large}, {@code digest_mismatch},
     *     {@code artifact_unavailable}, {@code source_not_allowed}, {@code idempotency_conflict},
     *     {@code predicate_not_allowed}, {@code key_not_allowed}, {@code unavailable}
     */
    public Signed sign(Call call, SignRequest request) {
        Passage passage = new Passage(ports.refusals(), call, request);

        // 1. The caller is known, and what is to be signed is about the artifact that was named.
        Allowance allowance = gates.admit(passage, call, request);

        // 2. The artifact's bytes have the digest that was named. Nothing was written so far.
        Signed.Checked checked =
                passage.through(Signer::sourceGate, () -> artifacts.check(call, request.artifact(), request.source()));

        // 3. A: the intent is recorded, or the one of an equal request is found. 4. It gets its one signature.
        IntentLog.Asked asked = asked(request, allowance);
        Settlement.Kept kept = passage.through(Signer::keyGate, () -> complete(call, asked));

        // 5. Whatever leaves verifies with the published key over what was asked for.
        StampedSignature signature = kept.signature();
        requireValid(kept.key(), asked.toBeSigned(), signature.signature());
        return new Signed(request.artifact(), kept.key(), signature.signature(), signature.timestamps(), checked);
    }

    /**
     * Takes a request as far as that it may be signed later: the gates have let it pass, the artifact's bytes have been read, the
     * intent is recorded. No key is used.
     *
     * @throws ProblemException as {@link #sign}
     */
    public void accept(Call call, SignRequest request) {
        Passage passage = new Passage(ports.refusals(), call, request);
        Allowance allowance = gates.admit(passage, call, request);
        passage.demand(Signer::sourceGate, () -> artifacts.check(call, request.artifact(), request.source()));
        passage.demand(Signer::keyGate, () -> ports.intents().open(call, asked(request, allowance)));
    }

    /** What came of an order that waited, and in whose name. */
    public record Resumed(Call call, Signed signed) {}

    /**
     * Signs what was accepted earlier, in the name of who asked; the gates are asked again, but the artifact is not read again.
     *
     * @param own a call within the tenant
     * @throws ProblemException as {@link #sign}; {@code identity_unknown} if the identity is out of use now
     */
    public Resumed resume(Call own, WaitingOrder order) {
        WaitingOrder.By by = order.by();
        Caller caller = ports.identities()
                .find(by.identity())
                .filter(known -> known.tenant().equals(own.tenant()) && known.role() == by.role())
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.IDENTITY_UNKNOWN, "the identity that asked is not registered any more"));
        Call call = new Call(caller, by.correlation(), by.proof(), by.waived());
        return new Resumed(call, sign(call, order.request()));
    }

    private static IntentLog.Asked asked(SignRequest request, Allowance allowance) {
        Digest toBeSigned = request.content().toBeSigned(request.artifact());
        return new IntentLog.Asked(request.key(), request.digest(), request.artifact(), toBeSigned, allowance);
    }

    private static Gate sourceGate(ProblemCode refused) {
        return refused == ProblemCode.TOO_LARGE ? Gate.SIZE : Gate.ARTIFACT;
    }

    private static Gate keyGate(ProblemCode refused) {
        return Stream.of(Gate.REQUEST, Gate.KEY)
                .filter(gate -> gate.codes().contains(refused))
                .findFirst()
                .orElse(Gate.KEY_STATE);
    }

    /** A key that is rotated away meanwhile costs another round with its successor, and not the request. */
    private Settlement.Kept complete(Call call, IntentLog.Asked asked) {
        for (int round = 0; round < ROUNDS; round++) {
            Intent intent = ports.intents().open(call, asked);
            Optional<Settlement.Kept> kept = switch (intent.state()) {
                case Intent.State.Signed done -> Optional.of(new Settlement.Kept(intent.key(), done.signature()));
                case Intent.State.Open ignored -> signIntent(call, intent);
            };
            if (kept.isPresent()) {
                return kept.get();
            }
        }
        throw new ProblemException(
                ProblemCode.UNAVAILABLE, "the signing key was withdrawn again and again; nothing was signed");
    }

    /** Nothing if the key was withdrawn meanwhile: then its signature is forgotten. */
    private Optional<Settlement.Kept> signIntent(Call call, Intent intent) {
        // 4a. One use of the key, bound to this intent; verified with the published key over what the intent says.
        SignatureBytes signature = useKey(intent);
        requireValid(intent.key(), intent.toBeSigned(), signature);

        // 4b. When it was there. 4c. A2: both are stored, if the key is still active. Of several calls with one key the
        // first one's signature stands, with its timestamps: a retry neither signs nor stamps again.
        return switch (ports.intents().settle(call, intent, stamp(signature))) {
            case Settlement.Kept kept -> Optional.of(kept);
            case Settlement.KeyWithdrawn ignored -> Optional.empty();
            case Settlement.IntentClosed ignored ->
                throw new ProblemException(
                        ProblemCode.UNAVAILABLE, "the request took too long and was closed; nothing was signed");
        };
    }

    private SignatureBytes useKey(Intent intent) {
        try {
            return ports.vault()
                    .sign(new SigningPermit(intent.id(), intent.key().id(), intent.toBeSigned()));
        } catch (VaultUnavailableException failed) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the vault cannot sign now", failed);
        }
    }

    /** A failure says so with its cause: no gate has refused anything. */
    private StampedSignature stamp(SignatureBytes signature) {
        try {
            return new StampedSignature(signature, ports.timestamps().stamp(signature));
        } catch (ProblemException failed) {
            throw new ProblemException(
                    failed.code(), "no timestamps, so nothing was signed: " + failed.getMessage(), failed);
        }
    }

    /** A signature that does not verify is a defect or an attack: it is never answered, and never the caller's fault. */
    private void requireValid(VerificationKey key, Digest toBeSigned, SignatureBytes signature) {
        try {
            checker.verifyDigest(key, SignatureAlgorithm.ECDSA_P256_SHA256, toBeSigned.bytes(), signature);
        } catch (BadSignatureException | MalformedException invalid) {
            throw new IllegalStateException("a signature of key " + key.id() + " does not verify", invalid);
        }
    }
}
