package dev.exhibit.boundary.token;

import dev.exhibit.crypto.digest.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What a request shows to be let in.
 *
 * @param method of the request
 * @param path of the request line, as it came, without the query
 * @param authorization the values of all {@code Authorization} headers
 * @param proofs the values of all {@code DPoP} headers
 * @param certificate SHA-256 of the DER-encoded certificate of the TLS peer, if there is one; never from a header
 * @param mustBeBound whether a token that is bound to nothing is refused: so on every route that writes
 */
public record Presentation(
        String method,
        String path,
        List<String> authorization,
        List<String> proofs,
        Optional<Digest> certificate,
        boolean mustBeBound) {
    public Presentation {
        authorization = List.copyOf(authorization);
        proofs = List.copyOf(proofs);
    }
}
