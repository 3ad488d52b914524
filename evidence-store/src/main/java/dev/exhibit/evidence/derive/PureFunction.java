package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import java.util.Map;

/**
 * A function whose output is evidence: the same inputs and parameters give the same bytes, on every machine and for ever.
 * No clock, no randomness, no locale, no network. What it computes never changes under one version. Thread-safe.
 */
public interface PureFunction {
    /** Its name, for example {@code sbom-slice}. */
    String name();

    /** Which edition of what it computes, from 1. */
    int version();

    /**
     * Names this implementation of the version. It is the SHA-256 of a constant text that its authors change whenever they
     * mean to change the computation; it is a label, not a measurement: it does not bind the compiled code, so a changed
     * program could carry it. Replay is what shows whether a program still computes the same.
     */
    Digest engine();

    /**
     * Computes.
     *
     * @param inputs bytes by their names in the derivation record
     * @throws dev.exhibit.boundary.problem.ProblemException where the question has no answer
     * @throws dev.exhibit.crypto.encoding.MalformedException where inputs or parameters cannot be read
     */
    Bytes apply(Map<String, Bytes> inputs, Json.Obj parameters);
}
