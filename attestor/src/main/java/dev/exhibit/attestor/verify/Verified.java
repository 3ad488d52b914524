package dev.exhibit.attestor.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.policy.Decision;
import java.util.List;

/**
 * What the verifier said.
 *
 * @param decision by the policy
 * @param bundles digests of what was judged, in the order of the decision's outcomes
 * @param root digest of the trust root
 */
public record Verified(Decision decision, List<Digest> bundles, Digest root) {
    public Verified {
        bundles = List.copyOf(bundles);
    }
}
