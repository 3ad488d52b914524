package dev.exhibit.boundary.token;

import java.util.Optional;

/**
 * What a request is allowed on.
 *
 * @param token the sender's token
 * @param proof the sender's proof; absent where the token is bound to no key
 * @param nextNonce to be given to the client as {@code DPoP-Nonce}, because the one it has grows old
 */
public record Access(AccessToken token, Optional<Proof> proof, Optional<String> nextNonce) {}
