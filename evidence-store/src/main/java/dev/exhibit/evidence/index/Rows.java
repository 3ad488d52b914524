package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.EvidenceIndex.About;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.EvidenceIndex.Place;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.EvidenceRecord;
import dev.exhibit.evidence.Link;
import dev.exhibit.evidence.MediaType;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.retain.Removals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The statements of the index, within one transaction of one tenant. */
record Rows(Handle handle, TenantId tenant) {
    /** One row a piece of evidence; subjects and links as arrays, so that a page is one query. */
    private static final String EVIDENCE = """
            select e.digest, e.kind, e.media_type, e.predicate_type, e.stored_at, e.stored_by,
                array(select encode(s.artifact_digest, 'hex') from subject s
                    where s.tenant = e.tenant and s.evidence_digest = e.digest) as subjects,
                array(select l.relation || ' ' || encode(l.to_digest, 'hex') from link l
                    where l.tenant = e.tenant and l.from_digest = e.digest) as links
            from evidence e
            """;

    private static final Place BEFORE_ALL = new Place(Instant.EPOCH, new Digest(Bytes.of(new byte[Digest.SIZE])));

    /** Makes other transactions that write this piece of evidence wait until this one ends. */
    void lock(Digest digest) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:name, 0)) is null")
                .bind("name", tenant + " " + digest)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Whether the row is new. One that is there takes the version that is latest now, and nothing else.
     *
     * @param age since when it is being stored: what was there then may have been deleted
     * @throws ProblemException {@code unavailable} while the collector may still delete bytes of this digest, or where it did
     *     since they were stored
     */
    boolean addBlob(BlobEntry blob, Call call, Instant at, Duration age) {
        int added = handle.createUpdate(
                        "insert into blob (tenant, digest, size, manifest, version, stored_at, stored_by)"
                                + " select :tenant, :digest, :size, :manifest, :version, :at, :by where not exists (select 1 from removal r"
                                + " where r.digest = :digest and (r.gone_at is null"
                                + " or r.gone_at > clock_timestamp() - make_interval(secs => :seconds)))"
                                + " on conflict do nothing")
                .bind("tenant", tenant.value())
                .bind("digest", bytes(blob.digest()))
                .bind("size", blob.size())
                .bind("manifest", blob.manifest().map(Rows::bytes).orElse(null))
                .bind("version", blob.version())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("by", call.caller().identity().value())
                .bind("seconds", Removals.GRACE.plus(age).toMillis() / 1000.0)
                .execute();
        if (added == 0) {
            BlobEntry there = blob(blob.digest())
                    .orElseThrow(() -> new ProblemException(
                            ProblemCode.UNAVAILABLE,
                            "a blob of this digest has just been removed because its time was over; store it again in "
                                    + Removals.GRACE.toMinutes() + " minutes"));
            advance(there, blob.version());
        }
        return added == 1;
    }

    /** The version that was known may be gone, and these bytes have just been put again, or found to be right. */
    private void advance(BlobEntry there, String version) {
        if (!there.version().equals(version)) {
            handle.createUpdate("update blob set version = :version where tenant = :tenant and digest = :digest")
                    .bind("version", version)
                    .bind("tenant", tenant.value())
                    .bind("digest", bytes(there.digest()))
                    .execute();
        }
    }

    /** @throws ProblemException {@code artifact_unavailable} without its blob, which may have gone since it was seen */
    void addEvidence(EvidenceRecord record, Call call) {
        Registration facts = record.facts();
        int added = handle.createUpdate(
                        "insert into evidence (tenant, digest, kind, media_type, predicate_type, stored_at,"
                                + " stored_by, correlation_id)"
                                + " select :tenant, :digest, :kind, :mediaType, :predicateType, :at, :by, :correlation"
                                + " from blob where tenant = :tenant and digest = :digest")
                .bind("tenant", tenant.value())
                .bind("digest", bytes(facts.digest()))
                .bind("kind", facts.kind().wire())
                .bind("mediaType", facts.mediaType().value())
                .bind("predicateType", facts.predicateType())
                .bind("at", record.storedAt().atOffset(ZoneOffset.UTC))
                .bind("by", record.storedBy().value())
                .bind("correlation", call.correlation().value())
                .execute();
        if (added == 0) {
            throw EvidenceIndex.withoutBlob();
        }
    }

    void addSubjects(Digest evidence, Collection<Digest> artifacts) {
        PreparedBatch batch = handle.prepareBatch("insert into subject (tenant, evidence_digest, artifact_digest)"
                + " values (:tenant, :evidence, :artifact) on conflict do nothing");
        for (Digest artifact : artifacts) {
            batch.bind("tenant", tenant.value())
                    .bind("evidence", bytes(evidence))
                    .bind("artifact", bytes(artifact))
                    .add();
        }
        batch.execute();
    }

    void addLinks(Digest evidence, Collection<Link> links) {
        PreparedBatch batch = handle.prepareBatch("insert into link (tenant, from_digest, relation, to_digest)"
                + " values (:tenant, :evidence, :relation, :target) on conflict do nothing");
        for (Link link : links) {
            batch.bind("tenant", tenant.value())
                    .bind("evidence", bytes(evidence))
                    .bind("relation", link.relation())
                    .bind("target", bytes(link.target()))
                    .add();
        }
        batch.execute();
    }

    Optional<BlobEntry> blob(Digest digest) {
        return handle.createQuery(
                        "select size, manifest, version from blob where tenant = :tenant and digest = :digest")
                .bind("tenant", tenant.value())
                .bind("digest", bytes(digest))
                .map((row, context) -> entry(digest, row))
                .findOne();
    }

    /** Those of {@code wanted} that have a row. */
    Set<Digest> present(Collection<Digest> wanted) {
        String names = wanted.stream().map(Digest::hex).collect(Collectors.joining(","));
        return handle.createQuery("select digest from blob where tenant = :tenant and digest in"
                        + " (select decode(name, 'hex') from unnest(string_to_array(:names, ',')) name)")
                .bind("tenant", tenant.value())
                .bind("names", names)
                .map((row, context) -> digest(row))
                .set();
    }

    Optional<EvidenceRecord> evidence(Digest digest) {
        return handle.createQuery(EVIDENCE + " where e.tenant = :tenant and e.digest = :digest")
                .bind("tenant", tenant.value())
                .bind("digest", bytes(digest))
                .map((row, context) -> record(row))
                .findOne();
    }

    List<EvidenceRecord> all(Set<Digest> digests) {
        return handle.createQuery(EVIDENCE + " where e.tenant = :tenant and e.digest = any(:digests)")
                .bind("tenant", tenant.value())
                .bind("digests", digests.stream().map(Rows::bytes).toArray(byte[][]::new))
                .map((row, context) -> record(row))
                .list();
    }

    List<EvidenceRecord> about(About question, int max) {
        Place after = question.after().orElse(BEFORE_ALL);
        return handle.createQuery(EVIDENCE
                        + " join subject about on about.tenant = e.tenant and about.evidence_digest = e.digest"
                        + " where e.tenant = :tenant and about.artifact_digest = :artifact"
                        + " and (e.stored_at, e.digest) > (:at, :digest)"
                        + " and (:all or e.kind = any(:kinds))"
                        + " order by e.stored_at, e.digest limit :max")
                .bind("tenant", tenant.value())
                .bind("artifact", bytes(question.artifact()))
                .bind("at", after.storedAt().atOffset(ZoneOffset.UTC))
                .bind("digest", bytes(after.digest()))
                .bind("all", question.kinds().isEmpty())
                .bind("kinds", question.kinds().stream().map(EvidenceKind::wire).toArray(String[]::new))
                .bind("max", max)
                .map((row, context) -> record(row))
                .list();
    }

    List<Digest> blobsAfter(Digest after, int max) {
        return handle.createQuery("select digest from blob where tenant = :tenant and digest > :after"
                        + " order by digest limit :max")
                .bind("tenant", tenant.value())
                .bind("after", bytes(after))
                .bind("max", max)
                .map((row, context) -> digest(row))
                .list();
    }

    long storedBytes() {
        return handle.createQuery("select coalesce(sum(size), 0)::bigint from blob where tenant = :tenant")
                .bind("tenant", tenant.value())
                .mapTo(Long.class)
                .one();
    }

    private static BlobEntry entry(Digest digest, ResultSet row) throws SQLException {
        long size = row.getLong("size");
        byte[] manifest = row.getBytes("manifest");
        return manifest == null
                ? new BlobEntry(digest, size)
                : new BlobEntry(digest, size, Optional.of(new Digest(Bytes.owned(manifest))), row.getString("version"));
    }

    private static EvidenceRecord record(ResultSet row) throws SQLException {
        Registration facts = new Registration(
                digest(row),
                EvidenceKind.parse(row.getString("kind")),
                new MediaType(row.getString("media_type")),
                Optional.ofNullable(row.getString("predicate_type")),
                subjects(row),
                links(row));
        return new EvidenceRecord(
                facts,
                row.getObject("stored_at", OffsetDateTime.class).toInstant(),
                new ServiceIdentity(row.getString("stored_by")));
    }

    private static SortedSet<Digest> subjects(ResultSet row) throws SQLException {
        SortedSet<Digest> subjects = new TreeSet<>();
        for (String hex : texts(row, "subjects")) {
            subjects.add(Digest.ofHex(hex));
        }
        return subjects;
    }

    private static SortedSet<Link> links(ResultSet row) throws SQLException {
        SortedSet<Link> links = new TreeSet<>();
        for (String text : texts(row, "links")) {
            int space = text.indexOf(' ');
            links.add(new Link(text.substring(0, space), Digest.ofHex(text.substring(space + 1))));
        }
        return links;
    }

    private static String[] texts(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }

    private static Digest digest(ResultSet row) throws SQLException {
        return new Digest(Bytes.owned(row.getBytes("digest")));
    }

    private static byte[] bytes(Digest digest) {
        return digest.bytes().toArray();
    }
}
