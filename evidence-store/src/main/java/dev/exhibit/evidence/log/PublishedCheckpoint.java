package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The checkpoint that readers of files find. */
final class PublishedCheckpoint {
    private PublishedCheckpoint() {}

    /**
     * Reads it, unverified; nothing before the first.
     *
     * @throws dev.exhibit.crypto.encoding.MalformedException if it is none
     * @throws UncheckedIOException where it cannot be read now
     */
    static Optional<Checkpoint> read(ObjectStore objects, TenantId tenant, LogName log) {
        ObjectName name = log.checkpoint(tenant);
        if (objects.find(name).isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = objects.open(name, "", 0, Checkpoint.MAX_LENGTH)) {
            return Optional.of(Checkpoint.parse(Bytes.owned(in.readAllBytes()).asLenientText()));
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }
}
