package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.evidence.vex.Observation;

/** An observation and the digest under which it is stored. */
public record Held(Digest digest, Observation observation) {}
