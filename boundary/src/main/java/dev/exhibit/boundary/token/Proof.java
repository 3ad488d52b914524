package dev.exhibit.boundary.token;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.jose.Jwk;
import java.time.Instant;
import java.util.Optional;

/**
 * A DPoP proof (RFC 9449 section 4.2) that was checked and claimed.
 *
 * @param key what signed it
 * @param id its {@code jti}
 * @param issued its {@code iat}
 * @param request the digest of the request, where the sender put it in as {@code exhibit_request}: with it, the sender and
 *     not only the service says what was asked for
 * @param compact the proof as it was sent, to be kept as evidence
 */
public record Proof(Jwk key, String id, Instant issued, Optional<Digest> request, String compact) {}
