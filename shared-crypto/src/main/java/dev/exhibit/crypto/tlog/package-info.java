/**
 * Transparency logs: Merkle proofs (RFC 6962), signed notes and checkpoints (C2SP signed-note, tlog-checkpoint,
 * tlog-cosignature), and the entries of Rekor v1 and v2. Reads and computes; {@code crypto.verify} judges. Any package
 * may depend on it; it trusts no input. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.tlog;

import org.jspecify.annotations.NullMarked;
