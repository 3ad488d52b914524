/**
 * Answers questions of SBOMs: which parts of a document a slice of it keeps. Pure; used by the functions of {@code derive}.
 * The documents themselves, their canonical form and the proofs are {@code dev.exhibit.crypto.sbom}; version 1 of slices,
 * which is only replayed, is {@code dev.exhibit.evidence.sbom}. Thread-safe where nothing else is said.
 */
@NullMarked
package dev.exhibit.evidence.slice;

import org.jspecify.annotations.NullMarked;
