package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.NoteSignature;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;

/** Makes the logs of a tenant, and compares at start what the database, the files and the last signature say of them. */
public final class Logs {
    private static final int MAX_NOTE = 64 * 1024;

    private final LogIndex index;
    private final ObjectStore objects;
    private final LogKeys keys;
    private final String installation;
    private final InstantSource clock;

    /** @param installation what origins of new logs hold: 1 to 63 of {@code a-z 0-9 -} */
    public Logs(LogIndex index, ObjectStore objects, LogKeys keys, String installation, InstantSource clock) {
        this.index = index;
        this.objects = objects;
        this.keys = keys;
        this.installation = installation;
        this.clock = clock;
    }

    /**
     * Both logs of a tenant: made if they are not there, and checked if they are.
     *
     * @throws StartRefusedException where what is stored contradicts itself: nothing may be added to such a log
     */
    public void ensure(TenantId tenant) {
        for (LogName log : LogName.values()) {
            LogState state = index.find(tenant, log).orElseGet(() -> make(tenant, log));
            check(tenant, log, state);
        }
    }

    private LogState make(TenantId tenant, LogName log) {
        KeyId key = keys.make();
        LogState state = index.open(tenant, log, log.origin(tenant, installation), key, clock.instant());
        if (!state.key().equals(key)) {
            keys.discard(key);
        }
        return state;
    }

    private void check(TenantId tenant, LogName log, LogState state) {
        Optional<Checkpoint> published = published(tenant, log, state);
        long seen = published.map(Checkpoint::size).orElse(0L);
        // 1. The files are ahead: the database is an old one.
        if (seen > state.size()) {
            throw refused(
                    tenant,
                    log,
                    "its files have a signed checkpoint of " + seen + " entries, the database knows " + state.size()
                            + ": the database has been put back to an older state; restore the latest one");
        }
        // 2. The files lead to what the database says was signed.
        if (state.size() > 0 && !root(tenant, log, state.size()).equals(Optional.of(state.root()))) {
            throw refused(tenant, log, "its files do not lead to the root of the last checkpoint; run exhibit fsck");
        }
        // 3. What was published is its beginning.
        if (seen > 0 && !root(tenant, log, state, seen).equals(published.map(Checkpoint::root))) {
            throw refused(tenant, log, "the published checkpoint is of another history");
        }
        // 4. A crash between commit and publication.
        if (seen < state.size()) {
            state.checkpoint()
                    .ifPresent(last -> objects.replace(log.checkpoint(tenant), Sequencer.checkpointBytes(last)));
        }
    }

    private Optional<Digest> root(TenantId tenant, LogName log, long size) {
        return rooted(new TileReader(objects, tenant, log, size), size);
    }

    private Optional<Digest> root(TenantId tenant, LogName log, LogState state, long size) {
        return rooted(new TileReader(objects, tenant, log, state.size()), size);
    }

    /** Nothing where files are gone or damaged; what cannot be read now stops the start as it is. */
    private static Optional<Digest> rooted(TileReader files, long size) {
        try {
            return Optional.of(files.root(size));
        } catch (ProblemException failed) {
            if (failed.code() != ProblemCode.INTEGRITY) {
                throw failed;
            }
            return Optional.empty();
        }
    }

    private Optional<Checkpoint> published(TenantId tenant, LogName log, LogState state) {
        ObjectName name = log.checkpoint(tenant);
        if (objects.find(name).isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = objects.open(name, "", 0, MAX_NOTE)) {
            Checkpoint checkpoint =
                    Checkpoint.parse(Bytes.owned(in.readAllBytes()).asLenientText());
            requireOwn(state, checkpoint);
            return Optional.of(checkpoint);
        } catch (MalformedException | BadSignatureException wrong) {
            throw refused(tenant, log, "its published checkpoint is damaged: " + wrong.getMessage());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void requireOwn(LogState state, Checkpoint checkpoint) {
        NoteSignature own = checkpoint.signatures().getFirst();
        if (!checkpoint.origin().equals(state.origin())) {
            throw new MalformedException(MalformedException.Reason.BAD_VALUE, "it is of " + checkpoint.origin());
        }
        keys.find(state.key()).verify(Hashing.of(checkpoint.signedBytes()), new SignatureBytes(own.signature()));
    }

    private static StartRefusedException refused(TenantId tenant, LogName log, String why) {
        return new StartRefusedException("the " + log.wire() + " log of tenant " + tenant + ": " + why);
    }
}
