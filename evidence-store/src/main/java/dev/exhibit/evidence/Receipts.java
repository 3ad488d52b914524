package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import java.util.Optional;

/** Signed promises that the journal will have what was stored. Thread-safe. */
public interface Receipts {
    /** For a blob: the same for everybody who stores it. Absent for what was stored before there was a journal. */
    Optional<Envelope> ofBlob(Call call, Digest blob);

    /** For evidence: for the newest that was said of it. */
    Optional<Envelope> ofEvidence(Call call, Digest evidence);
}
