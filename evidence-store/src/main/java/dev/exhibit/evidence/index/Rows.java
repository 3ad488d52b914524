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
import dev.exhibit.evidence.mention.Mentions;
import dev.exhibit.evidence.retain.Removals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** Makes other transactions that write these pieces of evidence wait until this one ends; all lock in this order. */
    void lock(SortedSet<Digest> digests) {
        handle.createQuery("select count(pg_advisory_xact_lock(hashtextextended(name, 0)) is null)"
                        + " from unnest(:names) name")
                .bind(
                        "names",
                        digests.stream().map(digest -> tenant + " " + digest).toArray(String[]::new))
                .mapTo(Long.class)
                .one();
    }

    /**
     * A blob's row that there is to be.
     *
     * @param by whose it is
     * @param age since when it is being stored: what was there then may have been deleted
     */
    record NewBlob(BlobEntry blob, Call by, Instant at, Duration age) {}

    /**
     * Those whose rows are new. One that is there takes the version that is latest now, and nothing else.
     *
     * @param blobs in the order of their digests, so that two such transactions never wait for each other
     * @throws ProblemException {@code unavailable} while the collector may still delete bytes of such a digest, or where it did
     *     since they were stored
     */
    List<NewBlob> addBlobs(List<NewBlob> blobs) {
        PreparedBatch rows =
                handle.prepareBatch("insert into blob (tenant, digest, size, manifest, version, stored_at, stored_by)"
                        + " select :tenant, :digest, :size, :manifest, :version, :at, :by where not exists (select 1 from removal r"
                        + " where r.digest = :digest and (r.gone_at is null"
                        + " or r.gone_at > clock_timestamp() - make_interval(secs => :seconds)))"
                        + " on conflict do nothing");
        for (NewBlob added : blobs) {
            BlobEntry blob = added.blob();
            rows.bind("tenant", tenant.value())
                    .bind("digest", bytes(blob.digest()))
                    .bind("size", blob.size())
                    .bind("manifest", blob.manifest().map(Rows::bytes).orElse(null))
                    .bind("version", blob.version())
                    .bind("at", added.at().atOffset(ZoneOffset.UTC))
                    .bind("by", added.by().caller().identity().value())
                    .bind("seconds", Removals.GRACE.plus(added.age()).toMillis() / 1000.0)
                    .add();
        }
        int[] counts = rows.execute();
        List<NewBlob> fresh = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                fresh.add(blobs.get(i));
            } else {
                advance(blobs.get(i).blob());
            }
        }
        return fresh;
    }

    /** The version that was known may be gone, and these bytes have just been put again, or found to be right. */
    private void advance(BlobEntry now) {
        BlobEntry there = blob(now.digest())
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.UNAVAILABLE,
                        "a blob of this digest has just been removed because its time was over; store it again in "
                                + Removals.GRACE.toMinutes() + " minutes"));
        if (!there.version().equals(now.version())) {
            handle.createUpdate("update blob set version = :version where tenant = :tenant and digest = :digest")
                    .bind("version", now.version())
                    .bind("tenant", tenant.value())
                    .bind("digest", bytes(there.digest()))
                    .execute();
        }
    }

    /**
     * A piece of evidence that there is to be.
     *
     * @param by whose act it is
     */
    record NewEvidence(EvidenceRecord record, Call by) {}

    /** @throws ProblemException {@code artifact_unavailable} without its blob, which may have gone since it was seen */
    void addEvidence(List<NewEvidence> evidence) {
        PreparedBatch rows =
                handle.prepareBatch("insert into evidence (tenant, digest, kind, media_type, predicate_type,"
                        + " stored_at, stored_by, correlation_id)"
                        + " select :tenant, :digest, :kind, :mediaType, :predicateType, :at, :by, :correlation"
                        + " from blob where tenant = :tenant and digest = :digest");
        for (NewEvidence added : evidence) {
            Registration facts = added.record().facts();
            rows.bind("tenant", tenant.value())
                    .bind("digest", bytes(facts.digest()))
                    .bind("kind", facts.kind().wire())
                    .bind("mediaType", facts.mediaType().value())
                    .bind("predicateType", facts.predicateType())
                    .bind("at", added.record().storedAt().atOffset(ZoneOffset.UTC))
                    .bind("by", added.record().storedBy().value())
                    .bind("correlation", added.by().correlation().value())
                    .add();
        }
        if (IntStream.of(rows.execute()).anyMatch(count -> count == 0)) {
            throw EvidenceIndex.withoutBlob();
        }
        addDue(evidence.stream()
                .map(added -> added.record().facts())
                .filter(facts -> Mentions.KINDS.contains(facts.kind()))
                .map(Registration::digest)
                .toList());
    }

    /** What names packages is read after this transaction. */
    void addDue(List<Digest> documents) {
        PreparedBatch rows = handle.prepareBatch(
                "insert into mention_due (tenant, document, after) values (:tenant, :document, 'epoch')");
        documents.forEach(document -> rows.bind("tenant", tenant.value())
                .bind("document", bytes(document))
                .add());
        rows.execute();
    }

    /** Adds what they speak of, as far as it is not there. */
    void addSubjects(List<Registration> evidence) {
        PreparedBatch rows = handle.prepareBatch("insert into subject (tenant, evidence_digest, artifact_digest)"
                + " values (:tenant, :evidence, :artifact) on conflict do nothing");
        for (Registration facts : evidence) {
            for (Digest artifact : facts.subjects()) {
                rows.bind("tenant", tenant.value())
                        .bind("evidence", bytes(facts.digest()))
                        .bind("artifact", bytes(artifact))
                        .add();
            }
        }
        rows.execute();
    }

    /** Adds what they point to, as far as it is not there. */
    void addLinks(List<Registration> evidence) {
        PreparedBatch rows = handle.prepareBatch("insert into link (tenant, from_digest, relation, to_digest)"
                + " values (:tenant, :evidence, :relation, :target) on conflict do nothing");
        for (Registration facts : evidence) {
            for (Link link : facts.links()) {
                rows.bind("tenant", tenant.value())
                        .bind("evidence", bytes(facts.digest()))
                        .bind("relation", link.relation())
                        .bind("target", bytes(link.target()))
                        .add();
            }
        }
        rows.execute();
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

    Optional<EvidenceRecord> latest(Digest artifact, EvidenceKind kind, Instant before) {
        return handle.createQuery(EVIDENCE
                        + " join subject about on about.tenant = e.tenant and about.evidence_digest = e.digest"
                        + " where e.tenant = :tenant and about.artifact_digest = :artifact and e.kind = :kind"
                        + " and e.stored_at < :before order by e.stored_at desc, e.digest desc limit 1")
                .bind("tenant", tenant.value())
                .bind("artifact", bytes(artifact))
                .bind("kind", kind.wire())
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .map((row, context) -> record(row))
                .findOne();
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
