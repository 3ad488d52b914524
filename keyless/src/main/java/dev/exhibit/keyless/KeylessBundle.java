package dev.exhibit.keyless;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.verify.Outcome;

/**
 * A signature that anyone who believes the trust root can check.
 *
 * @param bundle the Sigstore bundle, canonical
 * @param outcome what our verifier found in it
 */
public record KeylessBundle(Bytes bundle, Outcome.Verified outcome) {}
