package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Optional;

/**
 * What the service knows of one piece of evidence.
 *
 * @param digest its bytes
 * @param kind for example {@code attestation}
 * @param mediaType of its bytes
 * @param predicateType of an attestation's claim
 * @param subjects the artifacts it speaks of
 * @param links what it refers to
 * @param storedAt when it was stored, UTC, RFC 3339
 * @param storedBy who stored it
 */
public record EvidenceRecord(
        Digest digest,
        String kind,
        String mediaType,
        Optional<String> predicateType,
        List<Digest> subjects,
        List<Registration.Link> links,
        String storedAt,
        String storedBy) {
    private static final int MAX_SUBJECTS = 1024;
    private static final int MAX_LINKS = 1024;

    public EvidenceRecord {
        subjects = List.copyOf(subjects);
        links = List.copyOf(links);
    }

    static EvidenceRecord read(ObjectReader reader) {
        return new EvidenceRecord(
                reader.parsed("digest", Digest::parse),
                reader.text("kind"),
                reader.text("mediaType"),
                reader.optionalText("predicateType"),
                reader.texts("subjects", MAX_SUBJECTS).stream()
                        .map(Digest::parse)
                        .toList(),
                reader.objects("links", MAX_LINKS).stream()
                        .map(link -> new Registration.Link(link.text("relation"), link.parsed("target", Digest::parse)))
                        .toList(),
                reader.text("storedAt"),
                reader.text("storedBy"));
    }
}
