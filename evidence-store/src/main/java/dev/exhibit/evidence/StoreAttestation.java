package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.References;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Keeps an attestation that the service made: the bundle, and the Statement in it as a blob of its own. Subjects and
 * predicate type are read from the Statement, so that the index can say nothing else. The signature is not checked here:
 * the attestor did, and so does whoever fetches it.
 */
public final class StoreAttestation {
    private static final MediaType BUNDLE = new MediaType(Bundle.MEDIA_TYPE);

    private final BlobStore blobs;
    private final EvidenceIndex index;
    private final InstantSource clock;

    public StoreAttestation(BlobStore blobs, EvidenceIndex index, InstantSource clock) {
        this.blobs = blobs;
        this.index = index;
        this.clock = clock;
    }

    /**
     * Stores and registers. Repeating gives the same record.
     *
     * @param bundle a bundle with a DSSE envelope over an in-toto Statement
     * @param links what it points to besides
     * @throws ProblemException {@code document_invalid} for another document, {@code integrity}, {@code unavailable}
     */
    public EvidenceRecord store(Call call, Bytes bundle, Set<Link> links) {
        // 1. What the bundle says.
        Bytes payload = payload(bundle);
        Statement statement = read(() -> Statement.decode(payload));
        // 2. Both documents, durable under their digests.
        Instant begun = clock.instant();
        Stored storedBundle = blobs.put(call.tenant(), bundle);
        Stored storedStatement = blobs.put(call.tenant(), payload);
        // 3. B: rows, links and audit in one transaction.
        SortedSet<Link> all = new TreeSet<>(links);
        all.add(new Link(Link.STATEMENT, storedStatement.digest()));
        all.addAll(SummaryLinks.of(statement));
        References.of(statement.predicateType(), statement.predicate())
                .forEach(document -> all.add(new Link(Link.REFERS_TO, document)));
        Registration registration = new Registration(
                storedBundle.digest(),
                EvidenceKind.ATTESTATION,
                BUNDLE,
                Optional.of(statement.predicateType()),
                subjects(statement),
                all);
        Instant now = clock.instant();
        Batch batch = new Batch(
                List.of(entry(storedBundle), entry(storedStatement)),
                List.of(registration),
                Duration.between(begun, now));
        return index.write(call, now, batch).getFirst();
    }

    private static Bytes payload(Bytes document) {
        BundleContent content = read(() -> Bundle.decode(document)).content();
        if (content instanceof BundleContent.Dsse dsse
                && dsse.envelope().payloadType().equals(Envelope.IN_TOTO)) {
            return dsse.envelope().payload();
        }
        throw new ProblemException(ProblemCode.DOCUMENT_INVALID, "the bundle holds no in-toto Statement");
    }

    private static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedException invalid) {
            throw ProblemException.at(
                    ProblemCode.DOCUMENT_INVALID, invalid.pointer(), String.valueOf(invalid.getMessage()));
        }
    }

    private static SortedSet<Digest> subjects(Statement statement) {
        return statement.subjects().stream().map(Subject::digest).collect(Collectors.toCollection(TreeSet::new));
    }

    private static BlobEntry entry(Stored stored) {
        return BlobEntry.of(stored);
    }
}
