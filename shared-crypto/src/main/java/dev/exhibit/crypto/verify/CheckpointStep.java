package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.NoteSignature;
import dev.exhibit.crypto.tlog.WitnessKey;
import dev.exhibit.crypto.trust.TransparencyLog;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks that the log signed the tree that a proof leads to, and what witnesses add. */
final class CheckpointStep {
    /** What Rekor v1 puts behind the host name. */
    private static final Pattern TREE = Pattern.compile("( - [1-9][0-9]{0,19})?");

    private CheckpointStep() {}

    static void check(Checkpoint checkpoint, InclusionProof proof, TransparencyLog log, Case given, Findings findings) {
        requireOrigin(checkpoint, log);
        if (checkpoint.size() != proof.size() || !checkpoint.root().equals(proof.root())) {
            throw new Refusal(
                    RefusalCode.CHECKPOINT_DIFFERS,
                    proof.size() + " entries, root " + proof.root().hex(),
                    checkpoint.size() + " entries, root " + checkpoint.root().hex());
        }
        NoteSignature own = checkpoint.signatures().stream()
                .filter(line -> isOf(log, line))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.CHECKPOINT_UNSIGNED,
                        "a signature line " + log.host(),
                        String.join(", ", checkpoint.signers())));
        requireSigned(checkpoint, own, log, given);
        findings.held(Check.Name.CHECKPOINT, checkpoint.origin() + ", " + checkpoint.size() + " entries");
        checkpoint.signatures().stream()
                .filter(line -> !line.equals(own))
                .forEach(line -> checkWitness(checkpoint, line, given, findings));
    }

    /** The bare host name; Rekor v1 adds the tree's number. */
    private static void requireOrigin(Checkpoint checkpoint, TransparencyLog log) {
        String origin = checkpoint.origin();
        if (!origin.startsWith(log.host())
                || !TREE.matcher(origin.substring(log.host().length())).matches()) {
            throw new Refusal(RefusalCode.CHECKPOINT_ORIGIN_WRONG, log.host(), origin);
        }
    }

    private static boolean isOf(TransparencyLog log, NoteSignature line) {
        return line.name().equals(log.host()) && log.logId().bytes().startsWith(line.hint());
    }

    private static void requireSigned(Checkpoint checkpoint, NoteSignature own, TransparencyLog log, Case given) {
        try {
            SignatureBytes signature = new SignatureBytes(own.signature());
            given.checker().verify(log.key(), log.algorithm(), checkpoint.signedBytes(), signature);
        } catch (MalformedException | BadSignatureException why) {
            throw new Refusal(
                    RefusalCode.CHECKPOINT_INVALID, "a signature of " + log.host(), String.valueOf(why.getMessage()));
        }
    }

    /** Of foreign bundles a line by a stranger is passed over, as the note format wants it; in ours every byte counts. */
    private static void checkWitness(Checkpoint checkpoint, NoteSignature line, Case given, Findings findings) {
        Optional<WitnessKey> witness = given.trust().witnesses().stream()
                .filter(known -> known.isNamedBy(line))
                .findFirst();
        if (witness.isEmpty() && !given.canonical()) {
            return;
        }
        WitnessKey known = witness.orElseThrow(
                () -> new Refusal(RefusalCode.WITNESS_UNKNOWN, "signature lines by known witnesses", line.name()));
        try {
            Instant time = known.verify(checkpoint, line, given.checker());
            if (time.isAfter(given.now())) {
                throw new Refusal(RefusalCode.WITNESS_INVALID, "a time up to " + given.now(), time.toString());
            }
            findings.held(Check.Name.WITNESS, known.name() + " at " + time);
        } catch (MalformedException | BadSignatureException why) {
            throw new Refusal(
                    RefusalCode.WITNESS_INVALID, "a cosignature of " + line.name(), String.valueOf(why.getMessage()));
        }
    }
}
