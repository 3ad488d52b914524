package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.key.SignatureChecker;
import java.time.Instant;

/**
 * What one verification knows beforehand.
 *
 * @param trust whom the caller believes
 * @param demands what the caller asks for
 * @param checker checks signatures
 * @param chains what is known about the trust root's chains
 * @param artifact what the caller has in hand
 * @param now what lies after it is in the future
 */
record Case(Trust trust, Demands demands, SignatureChecker checker, Chains chains, Artifact artifact, Instant now) {
    boolean canonical() {
        return demands.spelling() == Demands.Spelling.CANONICAL;
    }
}
