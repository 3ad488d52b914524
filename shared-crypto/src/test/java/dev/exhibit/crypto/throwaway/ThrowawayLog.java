package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.WitnessKey;
import dev.exhibit.crypto.trust.TransparencyLog;
import dev.exhibit.crypto.trust.ValidFor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log of either generation in memory. Proofs are computed from the definition, by another way than they are checked. */
public final class ThrowawayLog {
    /** Where Rekor v1 counts on from an earlier tree. */
    public static final long FIRST_INDEX = 1000;

    private final String host;
    private final Instant start;
    private final ThrowawayKey key = ThrowawayKey.p256();
    private final ThrowawayKey witness = ThrowawayKey.ed25519();
    private final List<Bytes> entries = new ArrayList<>();

    /** @param host names its checkpoints */
    public ThrowawayLog(String host, Instant start) {
        this.host = host;
        this.start = start;
        for (int i = 0; i < 5; i++) {
            entries.add(Bytes.utf8("an earlier entry " + i));
        }
    }

    public ThrowawayKey key() {
        return key;
    }

    public TransparencyLog trusted() {
        return trusted(ValidFor.from(start));
    }

    public TransparencyLog trusted(ValidFor validFor) {
        return TransparencyLog.of("https://" + host, key.published(), validFor);
    }

    public WitnessKey witness() {
        return new WitnessKey("witness.throwaway.example", witness.published());
    }

    /** Takes an entry of Rekor v2, with a line by the witness if {@code witnessed}. */
    public LogEntry append(String kind, Json.Obj spec, boolean witnessed) {
        Bytes body = body(kind, "0.0.2", spec);
        InclusionProof proof = proof(append(body), host, witnessed);
        return new LogEntry(proof.index(), id(), kind, "0.0.2", 0, Optional.empty(), Optional.of(proof), body);
    }

    /** Takes an entry of Rekor v1. */
    public LogEntry appendV1(String kind, String version, Json.Obj spec, Instant time) {
        Bytes body = body(kind, version, spec);
        InclusionProof proof = proof(append(body), host + " - 123456789", false);
        LogEntry bare = new LogEntry(
                FIRST_INDEX + proof.index(),
                id(),
                kind,
                version,
                time.getEpochSecond(),
                Optional.empty(),
                Optional.of(proof),
                body);
        return promised(bare);
    }

    /** The same entry with the log's promise as it is now. */
    public LogEntry promised(LogEntry entry) {
        SignatureBytes promise = key.sign(entry.promisedBytes());
        return new LogEntry(
                entry.index(),
                entry.logId(),
                entry.kind(),
                entry.version(),
                entry.integratedTime(),
                Optional.of(promise),
                entry.proof(),
                entry.body());
    }

    /** A signed note over any text. */
    public String note(String text, boolean witnessed) {
        Bytes hint = id().bytes().slice(0, 4);
        String note = text + "\n" + line(host, hint, key.sign(Bytes.utf8(text)).bytes());
        return witnessed ? note + cosignature(text) : note;
    }

    private String cosignature(String text) {
        long time = start.getEpochSecond() + 60;
        Bytes signature = witness.sign(Bytes.utf8("cosignature/v1\ntime " + time + "\n" + text))
                .bytes();
        Bytes stamp = Bytes.owned(ByteBuffer.allocate(8).putLong(time).array());
        return line(witness().name(), witness().hint(), Bytes.concat(stamp, signature));
    }

    private static String line(String name, Bytes hint, Bytes signature) {
        return "\u2014 " + name + " " + StrictBase64.encode(Bytes.concat(hint, signature)) + "\n";
    }

    private int append(Bytes body) {
        entries.add(body);
        return entries.size() - 1;
    }

    private InclusionProof proof(int index, String origin, boolean witnessed) {
        Digest root = root(entries);
        String text = origin + "\n" + entries.size() + "\n" + StrictBase64.encode(root.bytes()) + "\n";
        Checkpoint checkpoint = Checkpoint.parse(note(text, witnessed));
        return new InclusionProof(index, root, entries.size(), path(index, entries), Optional.of(checkpoint));
    }

    private Digest id() {
        return key.published().id().digest();
    }

    private static Bytes body(String kind, String version, Json.Obj spec) {
        return CanonicalJson.of(Json.object()
                        .with("apiVersion", version)
                        .with("kind", kind)
                        .with("spec", spec))
                .bytes();
    }

    /** RFC 6962 section 2.1. */
    private static Digest root(List<Bytes> leaves) {
        if (leaves.size() == 1) {
            return Hashing.of(Bytes.of(new byte[] {0}), leaves.getFirst());
        }
        int half = Integer.highestOneBit(leaves.size() - 1);
        return MerkleTree.node(root(leaves.subList(0, half)), root(leaves.subList(half, leaves.size())));
    }

    /** RFC 6962 section 2.1.1. */
    private static List<Digest> path(int index, List<Bytes> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        int half = Integer.highestOneBit(leaves.size() - 1);
        List<Bytes> left = leaves.subList(0, half);
        List<Bytes> right = leaves.subList(half, leaves.size());
        List<Digest> path = new ArrayList<>(index < half ? path(index, left) : path(index - half, right));
        path.add(index < half ? root(right) : root(left));
        return path;
    }
}
