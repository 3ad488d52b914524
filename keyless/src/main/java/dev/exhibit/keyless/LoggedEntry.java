package dev.exhibit.keyless;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.sigstore.rekor.client.RekorEntry;
import java.util.Optional;

/** A log's answer in our own form. */
final class LoggedEntry {
    private LoggedEntry() {}

    /** @throws dev.exhibit.crypto.encoding.MalformedException if a part has not its form */
    static LogEntry read(RekorEntry answer) {
        Bytes body = StrictBase64.decode(answer.getBody());
        ObjectReader kind = JsonReader.readObject(body, JsonLimits.BODY);
        String promise = Optional.ofNullable(answer.getVerification().getSignedEntryTimestamp())
                .orElse("");
        return new LogEntry(
                answer.getLogIndex(),
                Digest.ofHex(answer.getLogID()),
                kind.text("kind"),
                kind.text("apiVersion"),
                answer.getIntegratedTime(),
                promise.isEmpty() ? Optional.empty() : Optional.of(new SignatureBytes(StrictBase64.decode(promise))),
                Optional.ofNullable(answer.getVerification().getInclusionProof())
                        .map(LoggedEntry::proof),
                body);
    }

    private static InclusionProof proof(RekorEntry.InclusionProof proof) {
        return new InclusionProof(
                proof.getLogIndex(),
                Digest.ofHex(proof.getRootHash()),
                proof.getTreeSize(),
                proof.getHashes().stream().map(Digest::ofHex).toList(),
                Optional.of(Checkpoint.parse(proof.getCheckpoint())));
    }
}
