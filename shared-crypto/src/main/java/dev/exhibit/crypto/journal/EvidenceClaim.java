package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a journal event says of a piece of evidence. An entry of a tile log has at most 65,535 bytes: what is larger is
 * said in several events.
 *
 * @param digest the evidence
 * @param kind for example {@code sbom-slice}
 * @param mediaType of its bytes
 * @param predicateType of an attestation
 * @param subjects the artifacts for which this is said, 1 to {@value #MAX_SUBJECTS}
 * @param links what it points to, at most {@value #MAX_LINKS}
 */
public record EvidenceClaim(
        Digest digest,
        String kind,
        String mediaType,
        Optional<String> predicateType,
        SortedSet<Digest> subjects,
        SortedSet<ClaimLink> links) {
    /** Subjects that one event names. */
    public static final int MAX_SUBJECTS = 256;

    /** Links that one event names. */
    public static final int MAX_LINKS = 128;

    private static final Pattern KIND = Pattern.compile("[a-z][a-z-]{0,62}");
    private static final int MAX_TEXT = 1024;

    public EvidenceClaim {
        subjects = Collections.unmodifiableSortedSet(new TreeSet<>(subjects));
        links = Collections.unmodifiableSortedSet(new TreeSet<>(links));
        if (subjects.isEmpty() || subjects.size() > MAX_SUBJECTS) {
            throw new MalformedException(Reason.BAD_VALUE, "/subjects", "1 to " + MAX_SUBJECTS + " subjects");
        }
        if (links.size() > MAX_LINKS) {
            throw new MalformedException(Reason.BAD_VALUE, "/links", "at most " + MAX_LINKS + " links");
        }
        if (!KIND.matcher(kind).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "/kind", "1 to 63 of a-z and -");
        }
        if (mediaType.length() > MAX_TEXT || predicateType.orElse("").length() > MAX_TEXT) {
            throw new MalformedException(Reason.TOO_LARGE, "a type has at most " + MAX_TEXT + " characters");
        }
    }

    Json.Obj addTo(Json.Obj event) {
        Json.Obj json = event.with("digest", digest.toString())
                .with("kind", kind)
                .with("mediaType", mediaType)
                .with("subjects", JournalFields.digests(subjects))
                .with("links", Json.array(links.stream().map(ClaimLink::toJson).toList()));
        return predicateType.map(type -> json.with("predicateType", type)).orElse(json);
    }

    static EvidenceClaim read(ObjectReader reader) {
        return new EvidenceClaim(
                reader.parsed("digest", Digest::parse),
                reader.text("kind"),
                reader.text("mediaType"),
                reader.optionalText("predicateType"),
                JournalFields.digests(reader, "subjects"),
                new TreeSet<>(reader.objects("links", MAX_LINKS).stream()
                        .map(ClaimLink::read)
                        .toList()));
    }
}
