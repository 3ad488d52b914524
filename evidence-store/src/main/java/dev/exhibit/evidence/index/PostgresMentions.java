package dev.exhibit.evidence.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.mention.Mention;
import dev.exhibit.evidence.mention.MentionIndex;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.statement.PreparedBatch;

/** {@link MentionIndex} in the schema {@code evidence} of PostgreSQL. */
public final class PostgresMentions implements MentionIndex {
    private static final int BATCH = 1_000;

    private static final String NAMED = """
            select m.document, m.n, m.purl, array(select encode(s.artifact_digest, 'hex') from subject s
                where s.tenant = m.tenant and s.evidence_digest = m.document) as subjects
            from mention m join evidence e on e.tenant = m.tenant and e.digest = m.document
            where m.tenant = :tenant and m.package = :package and (m.document, m.n) > (:document, :n)
                and (:anyVersion or m.version = :version) and e.kind = :kind
            order by m.document, m.n limit :max
            """;

    /** From what is new to the packages that it names, and from there to the SBOMs of the artifact. */
    private static final String TOUCHING = """
            with contained (package, purl) as materialized (
                select m.package, min(m.purl) from subject s
                    join evidence e on e.tenant = s.tenant and e.digest = s.evidence_digest and e.kind = 'sbom'
                    join mention m on m.tenant = s.tenant and m.document = s.evidence_digest
                where s.tenant = :tenant and s.artifact_digest = :artifact group by m.package
            )
            select e.digest as document, e.kind, e.stored_at, min(c.purl) as purl from evidence e
                join mention m on m.tenant = e.tenant and m.document = e.digest
                join contained c on c.package = m.package
            where e.tenant = :tenant and e.kind in ('advisory', 'vex-observation') and e.stored_at >= :since
            group by e.digest, e.kind, e.stored_at order by e.stored_at, e.digest limit :max
            """;

    private final Database database;

    public PostgresMentions(Database database) {
        this.database = database;
    }

    @Override
    public List<Due> due(TenantId tenant, Instant now, int max) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery(
                                "select d.document, e.kind from mention_due d"
                                        + " join evidence e on e.tenant = d.tenant and e.digest = d.document"
                                        + " where d.tenant = :tenant and d.after <= :now order by d.after, d.document limit :max")
                        .bind("tenant", tenant.value())
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("max", max)
                        .map((row, context) -> new Due(document(row), kind(row)))
                        .list());
    }

    @Override
    public int countDue(TenantId tenant, int max) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery(
                                "select count(*) from (select 1 from mention_due where tenant = :tenant limit :max) due")
                        .bind("tenant", tenant.value())
                        .bind("max", max)
                        .mapTo(Integer.class)
                        .one());
    }

    @Override
    public void put(TenantId tenant, Digest document, Collection<Mention> mentions) {
        var unused = database.inTenant(tenant, handle -> {
            // Two that read the same document put the same rows; the one that comes second finds it not due any more.
            int due = handle.createUpdate("delete from mention_due where tenant = :tenant and document = :document")
                    .bind("tenant", tenant.value())
                    .bind("document", bytes(document))
                    .execute();
            if (due == 0) {
                return true;
            }
            PreparedBatch rows = handle.prepareBatch("insert into mention (tenant, document, n, package, version, purl)"
                    + " values (:tenant, :document, :n, :package, :version, :purl) on conflict do nothing");
            int n = 0;
            for (Mention mention : mentions) {
                rows.bind("tenant", tenant.value())
                        .bind("document", bytes(document))
                        .bind("n", n++)
                        .bind("package", bytes(Mention.key(mention.name())))
                        .bind(
                                "version",
                                mention.version()
                                        .map(Mention::key)
                                        .map(PostgresMentions::bytes)
                                        .orElse(null))
                        .bind("purl", mention.purl())
                        .add();
                if (rows.size() == BATCH) {
                    rows.execute();
                }
            }
            rows.execute();
            return true;
        });
    }

    @Override
    public void later(TenantId tenant, Digest document, Instant after) {
        var unused = database.inTenant(
                tenant,
                handle -> handle.createUpdate("update mention_due set after = :after"
                                + " where tenant = :tenant and document = :document")
                        .bind("tenant", tenant.value())
                        .bind("document", bytes(document))
                        .bind("after", after.atOffset(ZoneOffset.UTC))
                        .execute());
    }

    @Override
    public List<Named> named(TenantId tenant, Asked asked, int max) {
        At after = asked.after().orElse(new At(new Digest(Bytes.of(new byte[Digest.SIZE])), -1));
        return database.inTenant(
                tenant,
                handle -> handle.createQuery(NAMED)
                        .bind("tenant", tenant.value())
                        .bind("package", bytes(asked.key()))
                        .bind("document", bytes(after.document()))
                        .bind("n", after.place())
                        .bind("anyVersion", asked.version().isEmpty())
                        .bind(
                                "version",
                                asked.version().map(PostgresMentions::bytes).orElse(null))
                        .bind("kind", asked.kind().wire())
                        .bind("max", max)
                        .map((row, context) -> named(row))
                        .list());
    }

    @Override
    public List<Touching> touching(TenantId tenant, Digest artifact, Instant since, int max) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery(TOUCHING)
                        .bind("tenant", tenant.value())
                        .bind("artifact", bytes(artifact))
                        .bind("since", since.atOffset(ZoneOffset.UTC))
                        .bind("max", max)
                        .map((row, context) -> new Touching(
                                document(row),
                                kind(row),
                                row.getObject("stored_at", OffsetDateTime.class).toInstant(),
                                row.getString("purl")))
                        .list());
    }

    private static Named named(ResultSet row) throws SQLException {
        TreeSet<Digest> subjects = new TreeSet<>();
        for (String hex : (String[]) row.getArray("subjects").getArray()) {
            subjects.add(Digest.ofHex(hex));
        }
        return new Named(document(row), row.getInt("n"), row.getString("purl"), subjects);
    }

    private static byte[] bytes(Digest digest) {
        return digest.bytes().toArray();
    }

    private static Digest document(ResultSet row) throws SQLException {
        return new Digest(Bytes.owned(row.getBytes("document")));
    }

    private static EvidenceKind kind(ResultSet row) throws SQLException {
        return EvidenceKind.parse(row.getString("kind"));
    }
}
