package dev.exhibit.crypto.intoto;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;

/**
 * Documents that a Statement names by their digests instead of holding them: the predicate type {@value
 * PredicateTypes#REFERENCE} (github.com/in-toto/attestation, spec/predicates/reference.md). Here each has its SHA-256.
 */
public final class References {
    private static final int MAX = 100;

    private References() {}

    /**
     * One document.
     *
     * @param name for people
     * @param place where it can be fetched
     * @param predicateType of the claim that the document is, kept as an annotation
     */
    public record Document(String name, String place, Digest digest, String mediaType, String predicateType) {
        private Json toJson() {
            return Json.object()
                    .with("name", name)
                    .with("downloadLocation", place)
                    .with("digest", Json.object().with("sha256", digest.hex()))
                    .with("mediaType", mediaType)
                    .with("annotations", Json.object().with("predicateType", predicateType));
        }
    }

    /** @param attester identifies the system that provides the document */
    public static Json.Obj predicate(String attester, Document document) {
        return Json.object()
                .with("attester", Json.object().with("id", attester))
                .with("references", Json.array(List.of(document.toJson())));
    }

    /**
     * The digests that a predicate names, in its order; none for other types.
     *
     * @throws dev.exhibit.crypto.encoding.MalformedException for a predicate of this type without a SHA-256 of each document
     */
    public static List<Digest> of(String predicateType, Json.Obj predicate) {
        return predicateType.equals(PredicateTypes.REFERENCE)
                ? ObjectReader.of(predicate, "/predicate").objects("references", MAX).stream()
                        .map(reference -> reference.object("digest").parsed("sha256", Digest::ofHex))
                        .toList()
                : List.of();
    }
}
