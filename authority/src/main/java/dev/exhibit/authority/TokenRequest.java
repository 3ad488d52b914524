package dev.exhibit.authority;

import dev.exhibit.boundary.identity.CorrelationId;
import java.util.List;
import java.util.Optional;

/**
 * A request for a token (RFC 6749 section 4.4.2, RFC 8707 section 2, RFC 9449 section 5).
 *
 * @param credentials whose it is
 * @param grantType {@code grant_type}
 * @param scope names with a space between; without it, all that the client's role has
 * @param resource the audience that is wanted; without it, the usual one
 * @param proofs the values of all {@code DPoP} headers
 * @param path of the request line
 * @param correlation ties log and audit to it
 */
public record TokenRequest(
        ClientCredentials credentials,
        Optional<String> grantType,
        Optional<String> scope,
        Optional<String> resource,
        List<String> proofs,
        String path,
        CorrelationId correlation) {
    public TokenRequest {
        proofs = List.copyOf(proofs);
    }
}
