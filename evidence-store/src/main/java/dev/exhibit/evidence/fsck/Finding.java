package dev.exhibit.evidence.fsck;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Locale;

/**
 * Something that is not as it should be.
 *
 * @param tenant whose; empty where it is nobody's
 * @param name of what it is about: a digest, a path, a row
 * @param what is wrong with it
 */
public record Finding(Kind kind, String tenant, String name, String what) {
    /** What is wrong; the names are for scripts and stay. */
    public enum Kind {
        /** Bytes that the index knows are not there. */
        MISSING(true),
        /** Bytes are not those that were put there. */
        CORRUPT(true),
        /** The store answers, but does not give the bytes: nobody knows whether they are right. */
        UNREADABLE(true),
        /** The chunk manifest of a blob is gone or another. */
        MANIFEST(true),
        /** Bytes without a row: a call died before anybody was told that they exist. */
        ORPHAN(false),
        /** Something that has no name of ours. */
        FOREIGN(true),
        /** A version of an object below another one. */
        SHADOW(true),
        /** The mark that a bucket sets where an object was removed. */
        DELETE_MARKER(true),
        /** Something points to what was removed, or from what there is not. */
        DANGLING_LINK(true),
        /** A row says otherwise than the journal. */
        DRIFT(true),
        /** A log's rows, files or signature. */
        LOG(true),
        /** An audit record, its seal, or what the journal was told of them. */
        AUDIT(true),
        /** An audit record that the sealer passed over. */
        UNSEALED(true),
        /** Audit records that nobody has sealed since: the service stopped before, and seals them when it runs. */
        WAITING(false);

        private final boolean broken;

        Kind(boolean broken) {
            this.broken = broken;
        }

        /** Whether integrity is broken; else it is told only. */
        public boolean isBroken() {
            return broken;
        }

        /** The name in documents, for example {@code delete-marker}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** As data. */
    public Json.Obj toJson() {
        return Json.object()
                .with("kind", kind.wire())
                .with("tenant", tenant)
                .with("name", name)
                .with("what", what);
    }

    /** @throws dev.exhibit.crypto.encoding.MalformedException for anything but what {@link #toJson} makes */
    public static Finding read(ObjectReader reader) {
        Finding finding = new Finding(
                reader.parsed(
                        "kind",
                        text -> Kind.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'))),
                reader.text("tenant"),
                reader.text("name"),
                reader.text("what"));
        reader.end();
        return finding;
    }
}
