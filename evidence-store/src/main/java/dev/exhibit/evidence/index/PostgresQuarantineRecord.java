package dev.exhibit.evidence.index;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.journal.ActEvents;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Remembers in the audit what is moved to quarantine and, where it is a blob, in the journal. Thread-safe. */
public final class PostgresQuarantineRecord implements Consumer<ObjectName> {
    private final Database database;
    private final Function<TenantId, Call> own;
    private final InstantSource clock;

    /** @param own the service's own calls for a tenant */
    public PostgresQuarantineRecord(Database database, Function<TenantId, Call> own, InstantSource clock) {
        this.database = database;
        this.own = own;
        this.clock = clock;
    }

    /** @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}: then nothing may be moved */
    @Override
    public void accept(ObjectName name) {
        ChunkedBlobs.digest(name).ifPresent(digest -> remember(own.apply(name.tenant()), name.area(), digest));
    }

    private void remember(Call call, Area area, Digest digest) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        AuditEvent event = new AuditEvent(
                call, "blob.quarantined", digest.toString(), Json.object().with("area", area.folder()));
        var unused = database.inTenant(call.tenant(), handle -> {
            List<Digest> subjects = new Rows(handle, call.tenant())
                    .evidence(digest)
                    .map(known -> List.copyOf(known.facts().subjects()))
                    .orElseGet(List::of);
            Keeping.remember(
                    handle,
                    event,
                    at,
                    area == Area.SHA256 ? new ActEvents(call, at).quarantined(digest, subjects) : List.of());
            return true;
        });
    }
}
