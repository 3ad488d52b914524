package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureBytes;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry of a transparency log as a bundle carries it ({@code TransparencyLogEntry} of sigstore_rekor.proto).
 *
 * @param index in Rekor v1 over all trees of the log, in v2 the same as the proof's
 * @param logId the log's key, 32 bytes
 * @param kind of the body
 * @param version of the body's kind
 * @param integratedTime seconds since 1970; 0 if there is none
 * @param promise the log's signature over entry, index and time (SET); Rekor v1 only
 * @param proof of inclusion
 * @param body the bytes that are in the log
 */
public record LogEntry(
        long index,
        Digest logId,
        String kind,
        String version,
        long integratedTime,
        Optional<SignatureBytes> promise,
        Optional<InclusionProof> proof,
        Bytes body) {
    private static final int MAX_NAME = 64;

    public LogEntry {
        if (kind.length() > MAX_NAME || version.length() > MAX_NAME) {
            throw new MalformedException(Reason.TOO_LARGE, "kind and version have at most " + MAX_NAME + " characters");
        }
    }

    /** When the log says that it took the entry; only a verified promise makes it true. */
    public Instant time() {
        return Instant.ofEpochSecond(integratedTime);
    }

    /** What a promise is signed over: canonical JSON of body, time, log and index (Rekor v1). */
    public Bytes promisedBytes() {
        return CanonicalJson.of(Json.object()
                        .with("body", StrictBase64.encode(body))
                        .with("integratedTime", integratedTime)
                        .with("logID", Hex.encode(logId.bytes()))
                        .with("logIndex", index))
                .bytes();
    }

    /** The JSON form, members as in protobuf's JSON mapping, defaults left out. */
    public Json.Obj toJson() {
        Json.Obj json = Json.object()
                .with("logIndex", Long.toString(index))
                .with("logId", Json.object().with("keyId", StrictBase64.encode(logId.bytes())))
                .with("kindVersion", Json.object().with("kind", kind).with("version", version))
                .with("canonicalizedBody", StrictBase64.encode(body));
        if (integratedTime != 0) {
            json = json.with("integratedTime", Long.toString(integratedTime));
        }
        if (promise.isPresent()) {
            String set = StrictBase64.encode(promise.get().bytes());
            json = json.with("inclusionPromise", Json.object().with("signedEntryTimestamp", set));
        }
        return proof.isPresent() ? json.with("inclusionProof", proof.get().toJson()) : json;
    }

    /** @throws MalformedException unless the object is an entry of known members */
    public static LogEntry read(ObjectReader reader) {
        ObjectReader kind = reader.object("kindVersion");
        ObjectReader logId = reader.object("logId");
        LogEntry entry = new LogEntry(
                reader.optionalParsed("logIndex", Checkpoint::number).orElse(0L),
                logId.parsed("keyId", text -> new Digest(StrictBase64.decode(text))),
                kind.text("kind"),
                kind.text("version"),
                reader.optionalParsed("integratedTime", Checkpoint::number).orElse(0L),
                reader.optionalObject("inclusionPromise").map(LogEntry::promise),
                reader.optionalObject("inclusionProof").map(InclusionProof::read),
                reader.parsed("canonicalizedBody", StrictBase64::decode));
        kind.end();
        logId.end();
        reader.end();
        return entry;
    }

    private static SignatureBytes promise(ObjectReader reader) {
        SignatureBytes promise = new SignatureBytes(reader.parsed("signedEntryTimestamp", StrictBase64::decode));
        reader.end();
        return promise;
    }
}
