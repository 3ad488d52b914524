package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.HeadPath;
import dev.exhibit.crypto.journal.HeadTree;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.evidence.fsck.ChainFold;
import dev.exhibit.evidence.fsck.Span;
import dev.exhibit.evidence.fsck.StoredRows;
import dev.exhibit.evidence.log.LogName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/** {@link StoredRows} in the schema {@code evidence} of PostgreSQL. */
public final class PostgresStoredRows implements StoredRows {
    private final Database database;

    public PostgresStoredRows(Database database) {
        this.database = database;
    }

    private <T> T facts(TenantId tenant, Function<FactRows, T> question) {
        return database.inTenant(tenant, handle -> question.apply(new FactRows(handle, tenant)));
    }

    private <T> T journal(TenantId tenant, Function<JournalFactRows, T> question) {
        return database.inTenant(tenant, handle -> question.apply(new JournalFactRows(handle, tenant)));
    }

    private <T> T audit(TenantId tenant, Function<AuditFactRows, T> question) {
        return database.inTenant(tenant, handle -> question.apply(new AuditFactRows(handle, tenant)));
    }

    @Override
    public boolean isSmall(TenantId tenant, int most) {
        return facts(tenant, rows -> rows.isSmall(most));
    }

    @Override
    public List<Row> rows(TenantId tenant, Span span, int max) {
        return facts(tenant, rows -> rows.rows(span, max));
    }

    @Override
    public Map<Digest, Long> sizes(TenantId tenant, Collection<Digest> blobs) {
        return facts(tenant, rows -> rows.sizes(blobs));
    }

    @Override
    public Map<Digest, String> dangling(TenantId tenant, Span span) {
        return facts(tenant, rows -> rows.dangling(span));
    }

    @Override
    public Optional<LogRow> log(TenantId tenant, LogName log) {
        return journal(tenant, rows -> rows.log(log));
    }

    @Override
    public List<KeptRow> kept(TenantId tenant, LogName log, long after, int max) {
        return journal(tenant, rows -> rows.kept(log, after, max));
    }

    @Override
    public List<Entry> placed(TenantId tenant, LogName log, long from, long to) {
        return journal(tenant, rows -> rows.placed(log, from, to));
    }

    @Override
    public List<Entry> waiting(TenantId tenant, LogName log, long after, int max) {
        return journal(tenant, rows -> rows.waiting(log, after, max));
    }

    @Override
    public List<HeadsRow> heads(TenantId tenant, long from, long to) {
        return journal(tenant, rows -> rows.heads(from, to));
    }

    @Override
    public Optional<HeadsRow> newestHeads(TenantId tenant) {
        return journal(tenant, JournalFactRows::newestHeads);
    }

    @Override
    public Counts counts(TenantId tenant, long end) {
        return journal(tenant, rows -> rows.counts(end));
    }

    @Override
    public Map<Digest, ChainFold.End> chains(TenantId tenant, Span span, long end) {
        return journal(tenant, rows -> {
            ChainFold fold = new ChainFold();
            rows.chains(span, end, fold::accept);
            return fold.ends();
        });
    }

    @Override
    public Map<Digest, HeadPath> paths(TenantId tenant, Set<Digest> subjects, long version) {
        return database.inTenant(tenant, handle -> {
            HeadTree tree = new HeadTree(new HeadRows(handle, tenant).pagesAt(version));
            tree.heads(subjects);
            Map<Digest, HeadPath> paths = new HashMap<>();
            subjects.forEach(subject -> paths.put(subject, tree.path(subject)));
            return paths;
        });
    }

    @Override
    public Set<String> rooms(TenantId tenant) {
        return audit(tenant, AuditFactRows::rooms);
    }

    @Override
    public Optional<SubjectHead> auditChain(TenantId tenant, String room) {
        return audit(tenant, rows -> rows.chain(room));
    }

    @Override
    public List<Seal> seals(TenantId tenant, String room, long after, int max) {
        return audit(tenant, rows -> rows.seals(room, after, max));
    }

    @Override
    public Set<Long> sealed(TenantId tenant, String room, long after, long last) {
        return audit(tenant, rows -> rows.sealed(room, after, last));
    }

    @Override
    public List<AuditHeadRow> auditHeads(TenantId tenant, String room, long after, int max) {
        return audit(tenant, rows -> rows.heads(room, after, max));
    }

    @Override
    public Set<Long> rebuilt(TenantId tenant, String room) {
        return audit(tenant, rows -> rows.rebuilt(room));
    }

    @Override
    public Optional<Instant> lastSealed(TenantId tenant, String room) {
        return audit(tenant, rows -> rows.lastSealed(room));
    }

    @Override
    public SortedMap<String, SortedMap<String, String>> holds(TenantId tenant) {
        return audit(tenant, AuditFactRows::holds);
    }

    @Override
    public List<String> unkept(TenantId tenant) {
        return audit(tenant, AuditFactRows::unkept);
    }
}
