package dev.exhibit.signer;

import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;

/**
 * One signature that a caller asks for.
 *
 * @param key names the request, so that it can be sent again
 * @param artifact the digest that the artifact's bytes must have
 * @param source where those bytes come from
 * @param content what the signature is to be over
 */
public record SignRequest(IdempotencyKey key, Digest artifact, ArtifactInput source, Content content) {

    /** A request that was accepted earlier, read from the signer's own rows: its artifact is not read again. */
    public static SignRequest checkedBefore(
            IdempotencyKey key, Digest artifact, Json.Obj described, Signed.Checked checked, Content content) {
        return new SignRequest(key, artifact, new CheckedBefore(described, checked), content);
    }

    /**
     * SHA-256 over the canonical JSON of what is asked: the artifact, the kind of its source and what of it is checked, for
     * the answer tells that; not the place, which may change between two tries.
     */
    public Digest digest() {
        return CanonicalJson.of(Json.object()
                        .with("artifact", artifact.toString())
                        .with("source", source.describe())
                        .with("content", content.describe()))
                .digest();
    }
}
