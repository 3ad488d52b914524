package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.blob.BlobRef;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.ExamineBlobs;
import dev.exhibit.evidence.blob.ExamineBlobs.Damage;
import dev.exhibit.evidence.blob.ExamineBlobs.Examined;
import dev.exhibit.evidence.blob.ExamineBlobs.Wrong;
import dev.exhibit.evidence.blob.Manifest;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.fsck.Finding.Kind;
import dev.exhibit.evidence.fsck.StoredRows.Row;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares index, journal and bytes of the digests of a shelf. */
record CheckShelf(StoredRows rows, ObjectStore objects, Mending mending, TenantId tenant, Tally tally) {
    private static final Logger LOG = LoggerFactory.getLogger(CheckShelf.class);
    private static final int PAGE = 500;
    private static final int NAMES = 1_000;

    void run(Shelf shelf) {
        Span all = shelf.span();
        // 1. Rows against the journal, and every byte that they name.
        Span span = all;
        for (List<Row> page = rows.rows(tenant, span, PAGE); !page.isEmpty(); page = rows.rows(tenant, span, PAGE)) {
            page.forEach(this::check);
            span = span.after(page.getLast().digest());
        }
        // 2. What links lead to.
        rows.dangling(tenant, all).forEach((digest, what) -> found(Kind.DANGLING_LINK, digest, what));
        // 3. Objects that no row names, last: bytes are there before their row.
        names(Area.SHA256, shelf);
        names(Area.MANIFEST, shelf);
    }

    private void check(Row row) {
        Told told = Told.by(row.told());
        told.doubts().forEach(doubt -> found(Kind.DRIFT, row.digest(), doubt));
        row.rows().differences(told.facts()).forEach(difference -> found(Kind.DRIFT, row.digest(), difference));
        tally.saw(Tally.Seen.EVIDENCE, row.rows().evidence().isEmpty() ? 0 : 1);
        if (row.blob().isPresent()) {
            bytes(row.blob().get(), told);
        } else if (!row.rows().evidence().isEmpty()
                || !row.rows().subjects().isEmpty()
                || !row.rows().links().isEmpty()) {
            found(Kind.DANGLING_LINK, row.digest(), "rows speak of evidence of which there is no blob");
        }
    }

    private void bytes(BlobRef known, Told told) {
        tally.saw(Tally.Seen.BLOBS, 1);
        tally.saw(Tally.Seen.BYTES, known.size());
        tally.saw(Tally.Seen.MANIFESTS, Manifest.isKept(known.size()) ? 1 : 0);
        Examined examined = examine(known);
        if (examined.damages().isEmpty() || isGone(known)) {
            return;
        }
        for (Damage damage : examined.damages()) {
            String what = damage.what() + (told.isQuarantined() ? "; wrong bytes were moved to quarantine" : "");
            found(kind(damage), known.digest(), what + mending.mend(tenant, known, damage, examined));
        }
    }

    /** Twice, because what failed once may have been the way. One blob that cannot be read hides no other. */
    private Examined examine(BlobRef known) {
        try {
            return read(known);
        } catch (UncheckedIOException | ProblemException once) {
            return readAgain(known);
        }
    }

    private Examined readAgain(BlobRef known) {
        try {
            return read(known);
        } catch (UncheckedIOException | ProblemException unread) {
            if (!objects.isAtHand()) {
                demandStore(known);
            }
            LOG.atWarn().setCause(unread).addKeyValue("blob", known.digest()).log("a blob cannot be read");
            return Examined.of(Wrong.UNREADABLE, "it cannot be read, at the second attempt either");
        }
    }

    private Examined read(BlobRef known) {
        return new ExamineBlobs(objects).examine(tenant, known);
    }

    /** @throws ProblemException {@code unavailable} where the store is lost, not one blob */
    private void demandStore(BlobRef known) {
        var unused = objects.find(ObjectName.of(tenant, Area.SHA256, known.digest()));
    }

    /** It may have been removed meanwhile, because its time was over. */
    private boolean isGone(BlobRef known) {
        return rows.sizes(tenant, List.of(known.digest())).isEmpty();
    }

    static Kind kind(Damage damage) {
        return switch (damage.wrong()) {
            case MISSING -> Kind.MISSING;
            case CORRUPT -> Kind.CORRUPT;
            case MANIFEST -> Kind.MANIFEST;
            case INDEX -> Kind.DRIFT;
            case UNREADABLE -> Kind.UNREADABLE;
        };
    }

    private void names(Area area, Shelf shelf) {
        List<Digest> batch = new ArrayList<>();
        objects.names(tenant, area, shelf.path(), name -> {
            ChunkedBlobs.digest(name).filter(shelf::has).ifPresent(batch::add);
            if (batch.size() == NAMES) {
                unnamed(area, batch);
                batch.clear();
            }
        });
        unnamed(area, batch);
    }

    private void unnamed(Area area, List<Digest> batch) {
        Map<Digest, Long> known = rows.sizes(tenant, batch);
        for (Digest digest : batch) {
            Long size = known.get(digest);
            if (size == null) {
                found(
                        Kind.ORPHAN,
                        digest,
                        area == Area.SHA256
                                ? "bytes without a row: of a call that died, or is under way"
                                : "a manifest without a blob's row");
            } else if (area == Area.MANIFEST && !Manifest.isKept(size)) {
                found(Kind.FOREIGN, digest, "a manifest of a blob that has none");
            }
        }
        tally.saw(Tally.Seen.OBJECTS, batch.size());
    }

    private void found(Kind kind, Digest digest, String what) {
        tally.found(kind, tenant, digest.toString(), what);
    }
}
