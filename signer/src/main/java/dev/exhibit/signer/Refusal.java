package dev.exhibit.signer;

import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;

/**
 * A request that a gate refused; nothing of its content.
 *
 * @param gate which one
 * @param code what the caller is told
 * @param request the caller's name for it
 * @param artifact the digest that it named
 */
public record Refusal(Gate gate, ProblemCode code, IdempotencyKey request, Digest artifact) {}
