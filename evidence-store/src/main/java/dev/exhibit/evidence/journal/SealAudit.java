package dev.exhibit.evidence.journal;

import dev.exhibit.boundary.audit.AuditSource;
import dev.exhibit.boundary.audit.AuditSource.Page;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.journal.AuditRow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Chains the audit records of every room, so that none can be changed, removed or added unseen. No transaction spans rooms:
 * records are read in their room's own and sealed in this room's. A record is read again until no older one can come.
 */
public final class SealAudit {
    /** Rows of one question. */
    static final int PAGE = 1_000;

    /** Pages of one run: what is left is sealed by the next. */
    private static final int MAX_PAGES = 50;

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
        long from = seals.low(call.tenant(), source.room());
        // 1. Everything that may be new.
        Page page = source.after(call.tenant(), from, PAGE);
        long ended = page.ended();
        List<AuditRow> seen = new ArrayList<>(page.rows());
        for (int more = 1; page.rows().size() == PAGE && more < MAX_PAGES; more++) {
            page = source.after(call.tenant(), seen.getLast().id(), PAGE);
            seen.addAll(page.rows());
        }
        // 2. What is new of it, with its head in the journal.
        return seals.seal(call, source.room(), clock.instant(), seen, ended, page.begun());
    }
}
