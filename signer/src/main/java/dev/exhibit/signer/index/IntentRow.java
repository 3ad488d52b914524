package dev.exhibit.signer.index;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.signer.Intent;
import dev.exhibit.signer.Settlement;
import java.util.Optional;

/**
 * A row of {@code intent} with its key.
 *
 * @param request digest of what was asked
 * @param intent the intent, open also where it was abandoned
 */
record IntentRow(Digest request, Intent intent) {

    /** The signature, if it holds one. */
    Optional<Settlement.Kept> kept() {
        return switch (intent.state()) {
            case Intent.State.Open ignored -> Optional.empty();
            case Intent.State.Signed signed -> Optional.of(new Settlement.Kept(intent.key(), signed.signature()));
        };
    }
}
