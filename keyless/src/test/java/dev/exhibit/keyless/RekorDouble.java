package dev.exhibit.keyless;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.throwaway.EntrySpecs;
import dev.exhibit.crypto.throwaway.ThrowawayLog;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.LogEntry;
import java.time.Instant;
import java.util.Map;

/** What a Rekor of either generation says over the network, before a real Merkle tree. */
final class RekorDouble {
    private static final int CREATED = 201;

    private RekorDouble() {}

    /** {@code POST /api/v2/log/entries}. */
    static HttpDouble.Answer v2(ThrowawayLog log, Bytes request) {
        ObjectReader asked = JsonReader.readObject(request, JsonLimits.BODY).object("hashedRekordRequestV002");
        return v2(log, new Digest(asked.parsed("digest", StrictBase64::decode)), asked);
    }

    /** The same about another artifact than asked for. */
    static HttpDouble.Answer v2(ThrowawayLog log, Digest artifact, Bytes request) {
        return v2(log, artifact, JsonReader.readObject(request, JsonLimits.BODY).object("hashedRekordRequestV002"));
    }

    private static HttpDouble.Answer v2(ThrowawayLog log, Digest artifact, ObjectReader asked) {
        ObjectReader signature = asked.object("signature");
        Bytes certificate =
                signature.object("verifier").object("x509Certificate").parsed("rawBytes", StrictBase64::decode);
        SignatureBytes content = new SignatureBytes(signature.parsed("content", StrictBase64::decode));
        Json.Obj spec = new EntrySpecs(true, certificate).hashedRekordV2(artifact, content);
        return created(log.append("hashedrekord", spec, false).toJson());
    }

    /** {@code POST /api/v1/log/entries}. */
    static HttpDouble.Answer v1(ThrowawayLog log, Bytes request, Instant now) {
        Json.Obj spec = JsonReader.readObject(request, JsonLimits.BODY).objectValue("spec");
        LogEntry entry = log.appendV1("hashedrekord", "0.0.1", spec, now);
        InclusionProof proof = entry.proof().orElseThrow();
        Json.Obj verification = Json.object()
                .with(
                        "signedEntryTimestamp",
                        StrictBase64.encode(entry.promise().orElseThrow().bytes()))
                .with(
                        "inclusionProof",
                        Json.object()
                                .with("logIndex", proof.index())
                                .with("treeSize", proof.size())
                                .with("rootHash", proof.root().hex())
                                .with(
                                        "hashes",
                                        Json.texts(proof.hashes().stream()
                                                .map(Digest::hex)
                                                .toList()))
                                .with(
                                        "checkpoint",
                                        proof.checkpoint().orElseThrow().note()));
        return created(Json.object()
                .with(
                        "00",
                        Json.object()
                                .with("body", StrictBase64.encode(entry.body()))
                                .with("integratedTime", entry.integratedTime())
                                .with("logID", Hex.encode(entry.logId().bytes()))
                                .with("logIndex", entry.index())
                                .with("verification", verification)));
    }

    private static HttpDouble.Answer created(Json.Obj entry) {
        return new HttpDouble.Answer(
                CREATED,
                Map.of("Content-Type", "application/json", "Location", "/api/v1/log/entries/00"),
                CanonicalJson.of(entry).bytes());
    }
}
