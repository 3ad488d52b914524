package dev.exhibit.evidence.journal;

import dev.exhibit.boundary.audit.AuditSource;
import dev.exhibit.boundary.audit.AuditSource.Page;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.journal.AuditRow;
import dev.exhibit.evidence.journal.AuditSeals.Look;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chains the audit records of every room, so that none can be changed, removed or added unseen. No transaction spans rooms:
 * records are read in their room's own and sealed in this room's. A record is read again until no older one can come.
 */
public final class SealAudit {
    /** Rows of one question. */
    static final int PAGE = 1_000;

    /** Rows that are sealed at once: however many there are, memory holds no more. */
    private static final int PORTION = 10 * PAGE;

    private final List<AuditSource> sources;
    private final AuditSeals seals;
    private final InstantSource clock;

    public SealAudit(List<AuditSource> sources, AuditSeals seals, InstantSource clock) {
        this.sources = List.copyOf(sources);
        this.seals = seals;
        this.clock = clock;
    }

    /**
     * Seals what is new in a tenant.
     *
     * @param call the service's own
     * @return how many records
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}; what was sealed before stays sealed
     */
    public int run(Call call) {
        int sealed = 0;
        for (AuditSource source : sources) {
            sealed += run(call, source);
        }
        return sealed;
    }

    private int run(Call call, AuditSource source) {
        TenantId tenant = call.tenant();
        int sealed = 0;
        // 1. Everything that may be new, and what is new of it, with its heads in the journal.
        Page page = source.after(tenant, seals.low(tenant, source.room()), PAGE);
        long ended = page.ended();
        List<AuditRow> seen = new ArrayList<>(page.rows());
        while (page.rows().size() == PAGE) {
            page = source.after(tenant, seen.getLast().id(), PAGE);
            if (seen.size() >= PORTION && !page.rows().isEmpty()) {
                sealed += seals.seal(call, source.room(), clock.instant(), seen, Optional.empty());
                seen.clear();
            }
            seen.addAll(page.rows());
        }
        // 2. The end of it: this was all.
        if (!seen.isEmpty()) {
            Look look = new Look(seen.getLast().id(), ended, page.begun());
            sealed += seals.seal(call, source.room(), clock.instant(), seen, Optional.of(look));
        }
        return sealed;
    }
}
