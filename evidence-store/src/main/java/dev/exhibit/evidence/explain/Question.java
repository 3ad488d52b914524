package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.policy.RuleBook;
import dev.exhibit.evidence.vex.Observation;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is to be explained. In which order advisories and observations come makes no difference.
 *
 * @param source SHA-256 of the SBOM or slice
 * @param sbom what it has
 * @param subjects the artifacts that it speaks of, so that observations can name them
 * @param advisories of all documents
 * @param observations with their digests
 * @param book the rules
 * @param time at which to judge
 */
public record Question(
        Digest source,
        Inventory sbom,
        SortedSet<Digest> subjects,
        List<Advisory> advisories,
        List<Held> observations,
        RuleBook book,
        Instant time) {
    public Question {
        subjects = Collections.unmodifiableSortedSet(new TreeSet<>(subjects));
        advisories = List.copyOf(advisories);
        observations = List.copyOf(observations);
    }

    /**
     * Reads all documents.
     *
     * @throws MalformedException for the first that cannot be read
     */
    public static Question of(
            Bytes sbom,
            SortedSet<Digest> subjects,
            Collection<Bytes> advisories,
            Collection<Bytes> observations,
            Bytes book,
            Instant time) {
        return new Question(
                Hashing.of(sbom),
                Inventory.of(read("SBOM", sbom, SbomDocument::parse), subjects),
                subjects,
                advisories.stream()
                        .flatMap(document -> read("advisory", document, Advisory::parse).stream())
                        .toList(),
                observations.stream()
                        .map(document ->
                                new Held(Hashing.of(document), read("observation", document, Observation::parse)))
                        .toList(),
                read("rule book", book, RuleBook::parse),
                time);
    }

    /** Among many documents, a refusal says which. */
    private static <T> T read(String what, Bytes document, Function<Bytes, T> reader) {
        try {
            return reader.apply(document);
        } catch (MalformedException refused) {
            throw new MalformedException(
                    refused.reason(),
                    refused.pointer(),
                    what + " " + Hashing.of(document) + " cannot be read: " + refused.detail());
        }
    }
}
