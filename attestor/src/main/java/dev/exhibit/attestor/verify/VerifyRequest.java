package dev.exhibit.attestor.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.trust.TrustRoot;
import java.util.List;
import java.util.Optional;

/**
 * What is to be verified.
 *
 * @param artifact name and digest of the artifact
 * @param bundles exactly as the caller has them
 * @param evidence stored bundles, judged after those
 * @param policy what must be proven; without it, a bundle of this tenant, logged and stamped
 * @param root whom to believe instead of this installation
 */
public record VerifyRequest(
        Subject artifact,
        List<Bytes> bundles,
        List<Digest> evidence,
        Optional<PolicyDocument> policy,
        Optional<TrustRoot> root) {
    public VerifyRequest {
        bundles = List.copyOf(bundles);
        evidence = List.copyOf(evidence);
    }
}
