package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.tlog.EntryBody;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.trust.TransparencyLog;

/** Checks log entries. Every promise and every proof that is there must hold, even where another would be enough. */
final class LogStep {
    private LogStep() {}

    static void check(LogEntry entry, BundleContent content, SignerStep.Known signer, Case given, Findings findings) {
        TransparencyLog log = given.trust()
                .root()
                .log(entry.logId())
                .orElseThrow(() -> new Refusal(
                        RefusalCode.LOG_UNKNOWN,
                        "a log of the trust root",
                        Hex.encode(entry.logId().bytes())));
        EntryBody body = EntryBinding.check(entry, content, signer, given);
        findings.held(Check.Name.LOG_ENTRY, entry.kind() + " " + entry.version() + " in " + log.host());
        switch (body.generation()) {
            case REKOR_V1 -> checkV1(entry, log, given, findings);
            case REKOR_V2 -> checkV2(entry, log, findings);
        }
        entry.proof().ifPresent(proof -> {
            requireIncluded(entry, proof, findings);
            proof.checkpoint().ifPresent(checkpoint -> CheckpointStep.check(checkpoint, proof, log, given, findings));
        });
        findings.logged(new LogPosition(log.host(), entry.index()));
    }

    private static void checkV1(LogEntry entry, TransparencyLog log, Case given, Findings findings) {
        SignatureBytes promise = entry.promise()
                .orElseThrow(() -> new Refusal(
                        RefusalCode.LOG_PROMISE_MISSING, "a signed entry timestamp", "none in an entry of Rekor v1"));
        requirePromise(entry, promise, log, given);
        if (entry.time().isAfter(given.now())) {
            throw new Refusal(
                    RefusalCode.LOG_TIME_IN_FUTURE,
                    "a time up to " + given.now(),
                    entry.time().toString());
        }
        if (!log.validFor().covers(entry.time())) {
            throw new Refusal(
                    RefusalCode.LOG_OUT_OF_USE,
                    "a time from " + log.validFor(),
                    entry.time().toString());
        }
        findings.at(new VerifiedTime(entry.time(), VerifiedTime.Source.LOG, log.host()));
        findings.held(Check.Name.LOG_PROMISE, "index " + entry.index() + " at " + entry.time());
    }

    private static void requirePromise(LogEntry entry, SignatureBytes promise, TransparencyLog log, Case given) {
        try {
            given.checker().verify(log.key(), log.algorithm(), entry.promisedBytes(), promise);
        } catch (MalformedException | BadSignatureException why) {
            throw new Refusal(
                    RefusalCode.LOG_PROMISE_INVALID,
                    "a signature of " + log.host() + " over body, time, log and index",
                    String.valueOf(why.getMessage()));
        }
    }

    private static void checkV2(LogEntry entry, TransparencyLog log, Findings findings) {
        if (entry.integratedTime() != 0 || entry.promise().isPresent()) {
            throw inconsistent("no time and no promise in an entry of Rekor v2", "a time or a promise");
        }
        InclusionProof proof = entry.proof()
                .filter(found -> found.checkpoint().isPresent())
                .orElseThrow(() -> inconsistent("a proof with a checkpoint in an entry of Rekor v2", "none"));
        if (proof.index() != entry.index()) {
            throw inconsistent("one index", entry.index() + " and " + proof.index());
        }
        findings.timeless(log);
    }

    private static void requireIncluded(LogEntry entry, InclusionProof proof, Findings findings) {
        try {
            Digest root = MerkleTree.root(proof.index(), proof.size(), MerkleTree.leaf(entry.body()), proof.hashes());
            if (!root.equals(proof.root())) {
                throw new Refusal(RefusalCode.LOG_PROOF_INVALID, proof.root().hex(), root.hex());
            }
        } catch (MalformedException why) {
            throw new Refusal(RefusalCode.LOG_PROOF_INVALID, "a proof of the right length", why);
        }
        findings.held(Check.Name.LOG_PROOF, "entry " + proof.index() + " of " + proof.size());
    }

    private static Refusal inconsistent(String expected, String found) {
        return new Refusal(RefusalCode.LOG_ENTRY_INCONSISTENT, expected, found);
    }
}
