package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.VerificationMaterial.Signer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.tlog.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What counts of a foreign bundle: all that is decoded but the hint, where the caller names one key, and signature lines of
 * a checkpoint by others than the log. Two spellings with equal input are the same evidence.
 */
final class ForeignInput {
    private ForeignInput() {}

    /** Whether both documents decode to the same input. */
    static boolean same(Bytes genuine, Bytes mutant) {
        try {
            return of(Bundle.decode(genuine)).equals(of(Bundle.decode(mutant)));
        } catch (MalformedException undecodable) {
            return false;
        }
    }

    private static List<Object> of(Bundle bundle) {
        boolean managed = bundle.material().signer() instanceof Signer.ManagedKey;
        List<Object> input = new ArrayList<>();
        input.add(managed ? "a managed key" : bundle.material().signer());
        input.add(bundle.material().timestamps());
        input.add(bundle.content());
        for (LogEntry entry : bundle.material().logEntries()) {
            input.add(List.of(entry.index(), entry.logId(), entry.kind(), entry.version(), entry.integratedTime()));
            input.add(List.of(entry.promise(), entry.body()));
            entry.proof().ifPresent(proof -> {
                input.add(List.of(proof.index(), proof.root(), proof.size(), proof.hashes()));
                Optional.of(proof).flatMap(found -> found.checkpoint()).ifPresent(checkpoint -> {
                    input.add(checkpoint.text());
                    input.add(checkpoint.signatures().getFirst());
                });
            });
        }
        return input;
    }
}
