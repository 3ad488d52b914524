package dev.exhibit.evidence.blob;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;

/**
 * What each part of a blob must have, so that a part can be checked before it is served: canonical JSON {@code
 * {"chunkSize":1048576,"chunks":[hex…],"digest":"sha256:…","size":n}}. A blob of one chunk is its own manifest: the
 * manifest follows from digest and size, and is not kept.
 *
 * @param digest of the whole blob
 * @param size of the whole blob, in bytes
 * @param chunks SHA-256 of each {@value #CHUNK} bytes; the last chunk may be shorter
 */
public record Manifest(Digest digest, long size, List<Digest> chunks) {
    /** Bytes of a chunk. */
    public static final int CHUNK = 1 << 20;

    private static final int MAX_BYTES = 64 * CHUNK;
    private static final int MAX_CHUNKS = 900_000;
    private static final JsonLimits LIMITS = new JsonLimits(MAX_BYTES, 4, MAX_CHUNKS, 128);

    public Manifest {
        chunks = List.copyOf(chunks);
        if (size < 0 || chunks.size() != count(size)) {
            throw malformed("a chunk for each " + CHUNK + " bytes");
        }
        if (chunks.size() == 1 && !chunks.getFirst().equals(digest)) {
            throw malformed("one chunk is the blob");
        }
    }

    /** Of a blob of one chunk at most. */
    public static Manifest single(Digest digest, long size) {
        return new Manifest(digest, size, List.of(digest));
    }

    /** Whether a blob of this size has more than one chunk, so that its manifest is kept. */
    public static boolean isKept(long size) {
        return size > CHUNK;
    }

    /** How many chunks a blob has; an empty one has one. */
    private static long count(long size) {
        return Math.max(1, (size + CHUNK - 1) / CHUNK);
    }

    /** Where a chunk ends. */
    long end(int chunk) {
        return Math.min(size, (chunk + 1L) * CHUNK);
    }

    public Bytes encode() {
        return CanonicalJson.of(Json.object()
                        .with("chunkSize", CHUNK)
                        .with(
                                "chunks",
                                Json.texts(chunks.stream().map(Digest::hex).toList()))
                        .with("digest", digest.toString())
                        .with("size", size))
                .bytes();
    }

    /** The digest of the manifest itself. */
    public Digest id() {
        return Hashing.of(encode());
    }

    /** @throws MalformedException for anything but what {@link #encode} writes */
    public static Manifest decode(Bytes bytes) {
        ObjectReader reader = JsonReader.readObject(bytes, LIMITS);
        if (reader.optionalInteger("chunkSize", CHUNK, CHUNK).isEmpty()) {
            throw malformed("a chunk size");
        }
        Manifest manifest = new Manifest(
                reader.parsed("digest", Digest::parse),
                reader.optionalInteger("size", 0, Long.MAX_VALUE >> 11).orElseThrow(() -> malformed("a size")),
                reader.parsedTexts("chunks", MAX_CHUNKS, Digest::ofHex));
        reader.end();
        if (!manifest.encode().equals(bytes)) {
            throw malformed("canonical JSON");
        }
        return manifest;
    }

    private static MalformedException malformed(String what) {
        return new MalformedException(Reason.BAD_VALUE, "a manifest has " + what);
    }
}
