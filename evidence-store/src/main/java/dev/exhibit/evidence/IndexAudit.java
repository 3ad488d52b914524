package dev.exhibit.evidence;

import dev.exhibit.boundary.audit.AuditEvent;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the audit remembers of a change to the index; every implementation writes the same. */
public final class IndexAudit {
    private IndexAudit() {}

    public static AuditEvent blobStored(Call call, BlobEntry blob) {
        return new AuditEvent(
                call, "blob.stored", blob.digest().toString(), Json.object().with("size", blob.size()));
    }

    public static AuditEvent registered(Call call, Registration registration) {
        Json.Obj detail = Json.object()
                .with("kind", registration.kind().wire())
                .with("subjects", digests(registration.subjects()))
                .with("links", links(registration.links()));
        return new AuditEvent(call, "evidence.registered", registration.digest().toString(), detail);
    }

    /** What {@code added} brings that {@code there} does not have. */
    public static AuditEvent linked(Call call, Registration there, Registration added) {
        SortedSet<Digest> subjects = new TreeSet<>(added.subjects());
        subjects.removeAll(there.subjects());
        SortedSet<Link> links = new TreeSet<>(added.links());
        links.removeAll(there.links());
        Json.Obj detail = Json.object().with("subjects", digests(subjects)).with("links", links(links));
        return new AuditEvent(call, "evidence.linked", there.digest().toString(), detail);
    }

    private static Json digests(Collection<Digest> digests) {
        return Json.texts(digests.stream().map(Digest::toString).toList());
    }

    private static Json links(Collection<Link> links) {
        List<Json> items = links.stream()
                .<Json>map(link -> Json.object()
                        .with("relation", link.relation())
                        .with("target", link.target().toString()))
                .toList();
        return Json.array(items);
    }
}
