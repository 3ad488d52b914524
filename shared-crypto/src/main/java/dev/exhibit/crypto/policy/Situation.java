package dev.exhibit.crypto.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * What a policy is judged in and no bundle says.
 *
 * @param now the time of the verification
 * @param trustRootFetched when the trust root was pinned or fetched
 * @param checked what the signer's receipt says was checked, if the caller has verified one
 */
public record Situation(Instant now, Instant trustRootFetched, Optional<String> checked) {
    /** Without a receipt. */
    public Situation(Instant now, Instant trustRootFetched) {
        this(now, trustRootFetched, Optional.empty());
    }
}
