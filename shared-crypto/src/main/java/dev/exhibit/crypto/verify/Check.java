package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.json.Json;
import java.util.Locale;

/**
 * One check that held.
 *
 * @param name which
 * @param evidence what it held for: a key id, a digest, a type
 */
public record Check(Name name, String evidence) {

    /** The checks in the order in which they are made. */
    public enum Name {
        /** The bundle is JSON of a version that is known here. */
        MEDIA_TYPE,
        /** Every member is known, well-formed and in its one spelling. */
        BUNDLE_FORM,
        /** The key that the bundle names is trusted. */
        KEY,
        /** That key, or the certificate's, made the signature over the envelope or the artifact's digest. */
        SIGNATURE,
        /** A trusted authority says when the signature existed. */
        TIMESTAMP,
        /** A log entry names this artifact, this signature and this signer. */
        LOG_ENTRY,
        /** The log promised to show the entry, and when. */
        LOG_PROMISE,
        /** The entry is in the log's tree. */
        LOG_PROOF,
        /** The log signed that tree. */
        CHECKPOINT,
        /** A witness saw that tree too. */
        WITNESS,
        /** The key was revoked later than at a proven time; made only where the key history says that it was revoked. */
        KEY_HISTORY,
        /** A trusted authority issued the certificate, and it was valid at every proven time. */
        CERTIFICATE,
        /** A trusted log saw the certificate. */
        CERTIFICATE_TIMESTAMP,
        /** The certificate is for an identity that the caller wants. */
        IDENTITY,
        /** The envelope holds an in-toto document. */
        PAYLOAD_TYPE,
        /** The document is a well-formed Statement v1. */
        STATEMENT,
        /** The artifact in hand is the one that was signed, or a subject of the statement. */
        ARTIFACT,
        /** Every part and edge of the slice in hand is in the SBOM that the statement commits to; made where one was named. */
        SLICE;

        /** The stable name, for example {@code media_type}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code name} and {@code evidence}. */
    public Json.Obj toJson() {
        return Json.object().with("name", name.code()).with("evidence", evidence);
    }
}
