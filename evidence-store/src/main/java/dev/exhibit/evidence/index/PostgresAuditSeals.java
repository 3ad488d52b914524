package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.AuditRow;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.evidence.index.SealRows.Chain;
import dev.exhibit.evidence.index.SealRows.Seal;
import dev.exhibit.evidence.journal.AuditSeals;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link AuditSeals} in the tables of V4. */
public final class PostgresAuditSeals implements AuditSeals {
    /**
     * For a writer that has an id for its record but no transaction number yet: a moment between two steps of one
     * statement.
     */
    static final Duration GRACE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(PostgresAuditSeals.class);

    private final Database database;

    public PostgresAuditSeals(Database database) {
        this.database = database;
    }

    @Override
    public long low(TenantId tenant, String room) {
        return database.inTenant(
                tenant,
                handle -> new SealRows(handle, tenant, room)
                        .chain()
                        .map(Chain::low)
                        .orElse(0L));
    }

    @Override
    public int seal(Call call, String room, Instant at, List<AuditRow> seen, Optional<Look> look) {
        if (seen.isEmpty()) {
            return 0;
        }
        Instant kept = at.truncatedTo(ChronoUnit.MICROS);
        return database.inTenant(call.tenant(), handle -> new Sealing(handle, call, room, kept).seal(seen, look));
    }

    @Override
    public Optional<Told> head(TenantId tenant, String room, long count) {
        return database.inTenant(tenant, handle -> new SealRows(handle, tenant, room).head(count));
    }

    @Override
    public Optional<Told> headAfter(TenantId tenant, String room, long count, long max) {
        return database.inTenant(tenant, handle -> new SealRows(handle, tenant, room).headAfter(count, max));
    }

    @Override
    public List<Long> sealed(TenantId tenant, String room, long from, long to) {
        return database.inTenant(tenant, handle -> new SealRows(handle, tenant, room).ids(from, to));
    }

    /** One transaction's work. */
    private record Sealing(Handle handle, Call call, String room, Instant at) {
        int seal(List<AuditRow> seen, Optional<Look> look) {
            SealRows rows = new SealRows(handle, call.tenant(), room);
            Chain chain = rows.lock(at);
            Set<Long> there = rows.sealed(seen.getFirst().id(), seen.getLast().id());
            List<AuditRow> fresh = seen.stream()
                    .filter(row -> row.id() > chain.low() && !there.contains(row.id()))
                    .toList();
            SubjectHead head = chain.head();
            for (int from = 0; from < fresh.size(); from += MAX_RUN) {
                head = run(rows, head, fresh.subList(from, Math.min(fresh.size(), from + MAX_RUN)));
            }
            Chain grown = chain.at(head);
            Chain now = look.map(all -> lookedAt(grown, all)).orElse(grown);
            if (!now.equals(chain)) {
                rows.write(now);
            }
            return fresh.size();
        }

        private Chain lookedAt(Chain chain, Look look) {
            if (chain.isOfAnother(at, look)) {
                LOG.atInfo()
                        .addKeyValue("tenant", call.tenant())
                        .addKeyValue("room", room)
                        .log(
                                "the audit was sealed in another database before: how far its rows are complete is asked anew");
            }
            return chain.lookedAt(at, look);
        }

        private SubjectHead run(SealRows rows, SubjectHead before, List<AuditRow> fresh) {
            List<Seal> seals = new ArrayList<>();
            SubjectHead head = before;
            for (AuditRow row : fresh) {
                head = row.after(head);
                seals.add(new Seal(head.count(), row.id(), head.head()));
            }
            rows.add(seals);
            Digest leaf = new JournalRows(handle, call.tenant()).queue(event(head));
            rows.addHead(head.count(), leaf, at);
            return head;
        }

        private JournalEvent.Act event(SubjectHead head) {
            return new JournalEvent.Act(
                    call.tenant().value(),
                    at,
                    call.caller().identity().value(),
                    call.correlation().value(),
                    new JournalFact.AuditHead(room, head));
        }
    }
}
