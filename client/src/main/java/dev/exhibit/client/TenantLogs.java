package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.Tile;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** The caller's tenant's logs, {@code signature} and {@code journal}, as the service tells of them. Thread-safe. */
public final class TenantLogs {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_NOTE = 64 * 1024;
    private static final int MAX_TILE = Tile.WIDTH * (EntryBundle.MAX_ENTRY + 2);

    private final Transport transport;

    TenantLogs(Transport transport) {
        this.transport = transport;
    }

    /**
     * An entry and the proof that it is there; nobody has verified it yet.
     *
     * @param body what was appended
     * @param proof with the log's last checkpoint
     */
    public record LoggedEntry(Bytes body, InclusionProof proof) {}

    /** The last checkpoint; nobody has verified it yet. */
    public Checkpoint checkpoint(String log) {
        return Checkpoint.parse(
                transport.read(get("/v1/log/" + log + "/checkpoint"), MAX_NOTE).asLenientText());
    }

    /** The entry with this leaf hash. */
    public LoggedEntry entry(String log, Digest leaf) {
        return entry(log, "leaf=" + leaf);
    }

    /** The entry at this place, from 0. */
    public LoggedEntry entry(String log, long index) {
        return entry(log, "index=" + index);
    }

    private LoggedEntry entry(String log, String query) {
        return transport.json(
                get("/v1/log/" + log + "/proof?" + query),
                JsonLimits.PREDICATE,
                reply -> new LoggedEntry(
                        reply.parsed("entry", StrictBase64::decode), InclusionProof.read(reply.object("inclusion"))));
    }

    /** The hashes that show, if they do, that the log of {@code older} entries begins that of {@code newer}. */
    public List<Digest> consistency(String log, long older, long newer) {
        return transport.json(
                get("/v1/log/" + log + "/consistency?first=" + older + "&second=" + newer),
                JsonLimits.BODY,
                reply -> reply.texts("hashes", MerkleTree.MAX_PROOF + 1).stream()
                        .map(hash -> new Digest(StrictBase64.decode(hash)))
                        .toList());
    }

    /** The bytes of a tile or bundle (C2SP tlog-tiles); nobody has verified them yet. */
    public Bytes tile(String log, Tile tile) {
        return transport.read(get("/v1/log/" + log + "/" + tile.path()), MAX_TILE);
    }

    private HttpResponse<InputStream> get(String path) {
        return transport.send(path, PATIENCE, HttpRequest.Builder::GET);
    }
}
