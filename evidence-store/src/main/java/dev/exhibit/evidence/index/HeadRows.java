package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.HeadPage;
import dev.exhibit.crypto.journal.HeadTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The statements about chains of subjects and the tree of their heads, within one transaction of one tenant. */
record HeadRows(Handle handle, TenantId tenant) {
    /** An entry's place in a subject's chain. */
    record Place(Digest subject, long n, long position) {}

    /** What the last batch up to some position said. */
    record Heads(long position, long subjects, Digest root) {}

    /** The pages of the tree as they were with the heads entry {@code version}. */
    HeadTree.Pages pagesAt(long version) {
        return paths -> pages(paths, version);
    }

    private Map<String, HeadPage> pages(Set<String> paths, long version) {
        Map<String, HeadPage> pages = new HashMap<>();
        handle.createQuery("select distinct on (path) path, slots from head_page"
                        + " where tenant = :tenant and path = any(:paths) and version <= :version"
                        + " order by path, version desc")
                .bind("tenant", tenant.value())
                .bind("paths", paths.toArray(String[]::new))
                .bind("version", version)
                .map((row, context) -> Map.entry(row.getString(1), Bytes.owned(row.getBytes(2))))
                .forEach(page -> pages.put(page.getKey(), HeadPage.decode(page.getValue())));
        return pages;
    }

    /** Adds pages, and takes away those that no checkpoint from {@code published} entries on needs. */
    void replace(Map<String, HeadPage> pages, long version, long published) {
        List<Map.Entry<String, HeadPage>> rows = List.copyOf(pages.entrySet());
        String[] paths = rows.stream().map(Map.Entry::getKey).toArray(String[]::new);
        handle.createUpdate("insert into head_page (tenant, path, version, slots)"
                        + " select :tenant, page.path, :version, page.slots"
                        + " from unnest(:paths, :slots) as page (path, slots)")
                .bind("tenant", tenant.value())
                .bind("version", version)
                .bind("paths", paths)
                .bind(
                        "slots",
                        rows.stream()
                                .map(row -> row.getValue().encode().toArray())
                                .toArray(byte[][]::new))
                .execute();
        handle.createUpdate("delete from head_page old where old.tenant = :tenant and old.path = any(:paths)"
                        + " and exists (select 1 from head_page newer where newer.tenant = old.tenant"
                        + " and newer.path = old.path and newer.version > old.version"
                        + " and newer.version < :published)")
                .bind("tenant", tenant.value())
                .bind("paths", paths)
                .bind("published", published)
                .execute();
    }

    void addPlaces(List<Place> places) {
        handle.createUpdate("insert into subject_entry (tenant, subject, n, position)"
                        + " select :tenant, place.subject, place.n, place.position"
                        + " from unnest(:subjects, :ns, :positions) as place (subject, n, position)")
                .bind("tenant", tenant.value())
                .bind(
                        "subjects",
                        places.stream()
                                .map(place -> place.subject().bytes().toArray())
                                .toArray(byte[][]::new))
                .bind("ns", places.stream().map(Place::n).toArray(Long[]::new))
                .bind("positions", places.stream().map(Place::position).toArray(Long[]::new))
                .execute();
    }

    /** The newest heads entry below {@code size}. */
    Optional<Heads> headsBelow(long size) {
        return handle.createQuery("select position, subjects, root from journal_heads"
                        + " where tenant = :tenant and position < :size order by position desc limit 1")
                .bind("tenant", tenant.value())
                .bind("size", size)
                .map((row, context) ->
                        new Heads(row.getLong(1), row.getLong(2), new Digest(Bytes.owned(row.getBytes(3)))))
                .findOne();
    }

    void addHeads(Heads heads) {
        handle.createUpdate("insert into journal_heads (tenant, position, subjects, root)"
                        + " values (:tenant, :position, :subjects, :root)")
                .bind("tenant", tenant.value())
                .bind("position", heads.position())
                .bind("subjects", heads.subjects())
                .bind("root", heads.root().bytes().toArray())
                .execute();
    }

    /** The bytes of the entries below {@code size} that speak of {@code subject}, in their order. */
    List<Bytes> entries(Digest subject, long size, int max) {
        return handle.createQuery("select entry.body from subject_entry place join log_entry entry"
                        + " on entry.tenant = place.tenant and entry.log = 'journal'"
                        + " and entry.position = place.position"
                        + " where place.tenant = :tenant and place.subject = :subject and place.position < :size"
                        + " order by place.n limit :max")
                .bind("tenant", tenant.value())
                .bind("subject", subject.bytes().toArray())
                .bind("size", size)
                .bind("max", max)
                .map((row, context) -> Bytes.owned(row.getBytes(1)))
                .list();
    }
}
