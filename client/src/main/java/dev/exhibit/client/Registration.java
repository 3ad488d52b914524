package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import java.util.List;

/**
 * Says what a stored blob is.
 *
 * @param digest the blob
 * @param kind for example {@code sbom}
 * @param mediaType of the blob
 * @param subjects the artifacts it speaks of
 * @param links what it refers to
 */
public record Registration(Digest digest, String kind, String mediaType, List<Digest> subjects, List<Link> links) {
    public Registration {
        subjects = List.copyOf(subjects);
        links = List.copyOf(links);
    }

    /**
     * A typed link.
     *
     * @param relation for example {@code derived-from}
     * @param target other evidence
     */
    public record Link(String relation, Digest target) {
        Json document() {
            return Json.object().with("relation", relation).with("target", target.toString());
        }
    }

    Json.Obj document() {
        return Json.object()
                .with("digest", digest.toString())
                .with("kind", kind)
                .with("mediaType", mediaType)
                .with(
                        "subjects",
                        Json.texts(subjects.stream().map(Digest::toString).toList()))
                .with("links", Json.array(links.stream().map(Link::document).toList()));
    }
}
