package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.blob.UploadParts.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Uploads under way and what of them has come, for every replica to see. A part counts once it is entered here. Thread-safe;
 * every method may refuse with {@code unavailable}, and a tenant's uploads are seen by that tenant only.
 */
public interface UploadLedger {
    /**
     * An upload under way.
     *
     * @param id its name
     * @param digest what its bytes must have in the end
     * @param size how many they will be
     * @param parts those that have come, in order, without gaps
     */
    record Upload(UUID id, Digest digest, long size, List<Part> parts) {
        public Upload {
            parts = List.copyOf(parts);
        }

        /** How many bytes have come: where the next part begins. */
        public long received() {
            return parts.isEmpty() ? 0 : parts.getLast().end();
        }

        public boolean isComplete() {
            return received() == size;
        }
    }

    /**
     * A tenant's uploads under way, together.
     *
     * @param count how many they are
     * @param bytes how large they will be
     */
    record Pending(int count, long bytes) {}

    /** Enters an upload of which nothing has come yet. */
    void open(Call call, Instant at, Upload upload);

    Optional<Upload> find(TenantId tenant, UUID id);

    /** Enters a part, if it begins where the last one ends. @return whether it did */
    boolean advance(TenantId tenant, UUID id, Part part, Instant at);

    /** Forgets an upload and its parts. May be repeated. */
    void close(TenantId tenant, UUID id);

    Pending pending(TenantId tenant);

    /** Those to which nothing has been added since then. */
    List<UUID> idleSince(TenantId tenant, Instant then);
}
