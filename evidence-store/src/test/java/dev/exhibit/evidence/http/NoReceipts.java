package dev.exhibit.evidence.http;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.evidence.Receipts;
import java.util.Optional;

/** A store that promises nothing. */
record NoReceipts() implements Receipts {
    @Override
    public Optional<Envelope> ofBlob(Call call, Digest blob) {
        return Optional.empty();
    }

    @Override
    public Optional<Envelope> ofEvidence(Call call, Digest evidence) {
        return Optional.empty();
    }
}
