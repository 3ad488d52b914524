package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.NoteSignature;
import dev.exhibit.evidence.blob.ObjectStore;
import java.time.InstantSource;
import java.util.Optional;

/** Makes the logs of a tenant, and compares at start what the database, the files and the last signature say of them. */
public final class Logs {
    /** More than another process can cover batches while one look takes place. */
    private static final int LOOKS = 10;

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
            if (index.find(tenant, log).isEmpty()) {
                make(tenant, log);
            }
            check(tenant, log);
        }
    }

    private void make(TenantId tenant, LogName log) {
        KeyId key = keys.make();
        LogState state = index.open(tenant, log, log.origin(tenant, installation), key, clock.instant());
        if (!state.key().equals(key)) {
            keys.discard(key);
        }
    }

    /** Another process may make the log grow between two looks: a contradiction counts if nothing has moved since. */
    private void check(TenantId tenant, LogName log) {
        LogState state = state(tenant, log);
        for (int look = 1; ; look++) {
            try {
                check(tenant, log, state);
                return;
            } catch (StartRefusedException contradiction) {
                LogState now = state(tenant, log);
                if (look == LOOKS || now.checkpoint().equals(state.checkpoint())) {
                    throw contradiction;
                }
                state = now;
            }
        }
    }

    private LogState state(TenantId tenant, LogName log) {
        return index.find(tenant, log).orElseThrow();
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
        if (state.size() > 0 && !root(tenant, log, state.size(), state.size()).equals(Optional.of(state.root()))) {
            throw refused(tenant, log, "its files do not lead to the root of the last checkpoint; run exhibit fsck");
        }
        // 3. What was published is its beginning.
        if (seen > 0 && !root(tenant, log, state.size(), seen).equals(published.map(Checkpoint::root))) {
            throw refused(tenant, log, "the published checkpoint is of another history");
        }
        // 4. A crash between commit and publication.
        if (seen < state.size()) {
            state.checkpoint().ifPresent(new PublishCheckpoint(index, objects, tenant, log)::publish);
        }
    }

    /**
     * The root over the first {@code size} entries of a tree; nothing where files are gone or damaged. What cannot be read now
     * stops the start as it is.
     */
    private Optional<Digest> root(TenantId tenant, LogName log, long tree, long size) {
        try {
            return Optional.of(new TileReader(objects, tenant, log, tree).root(size));
        } catch (ProblemException failed) {
            if (failed.code() != ProblemCode.INTEGRITY) {
                throw failed;
            }
            return Optional.empty();
        }
    }

    private Optional<Checkpoint> published(TenantId tenant, LogName log, LogState state) {
        try {
            Optional<Checkpoint> checkpoint = PublishedCheckpoint.read(objects, tenant, log);
            checkpoint.ifPresent(note -> requireOwn(state, note));
            return checkpoint;
        } catch (MalformedException | BadSignatureException wrong) {
            throw refused(tenant, log, "its published checkpoint is damaged: " + wrong.getMessage());
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
