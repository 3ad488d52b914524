package dev.exhibit.evidence;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.derive.BlobSource.Fetched;
import dev.exhibit.evidence.derive.DerivationRecord;
import dev.exhibit.evidence.derive.Functions;
import dev.exhibit.evidence.derive.Replay;
import dev.exhibit.evidence.derive.ReplayResult;

/** Computes a stored derivation again, from stored bytes. */
public final class ReplayDerivation {
    private final FetchBlob fetch;
    private final FindEvidence find;
    private final EvidenceIndex index;
    private final Functions functions;
    private final LongDocuments documents;
    private final Limits limits;

    public ReplayDerivation(
            BlobStore blobs, EvidenceIndex index, Functions functions, LongDocuments documents, Limits limits) {
        this.fetch = new FetchBlob(blobs, index);
        this.find = new FindEvidence(index);
        this.index = index;
        this.functions = functions;
        this.documents = documents;
        this.limits = limits;
    }

    /**
     * Replays. Bytes that are missing or changed are a result, not an error, except those of the record itself.
     *
     * @throws ProblemException {@code not_found} if there is no such derivation, {@code integrity} if its record was
     *     changed, {@code unavailable}
     */
    public ReplayResult replay(Call call, Digest derivation) {
        // 1. The record, checked.
        find.byDigest(call, derivation, EvidenceKind.DERIVATION);
        DerivationRecord record =
                DerivationRecord.parse(fetch.get(call, derivation).read(limits.document()));
        // 2. Computed again from what this tenant has stored.
        return documents.oneByOne(
                size(call, record), () -> new Replay(functions, digest -> stored(call, digest)).replay(record));
    }

    private long size(Call call, DerivationRecord record) {
        return record.inputs().stream()
                .flatMap(input -> index.blob(call.tenant(), input.digest()).stream())
                .mapToLong(BlobEntry::size)
                .sum();
    }

    private Fetched stored(Call call, Digest digest) {
        try {
            return fetch.findWhatIsLeft(call, digest)
                    .<Fetched>map(blob -> new Fetched.Found(blob.read(limits.document())))
                    .orElseGet(Fetched.Missing::new);
        } catch (ProblemException refused) {
            if (refused.code() == ProblemCode.INTEGRITY) {
                return new Fetched.Corrupt();
            }
            throw refused;
        }
    }
}
