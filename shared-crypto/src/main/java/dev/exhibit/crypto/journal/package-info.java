/**
 * What makes an evidence store provable: journal events, the chain of a subject's entries, the tree of all chains' heads,
 * the proof that a list of evidence is complete, storage receipts, and the chain of audit records. Formats: {@code
 * docs/spec/journal.md}. Written by the evidence store, verified by anybody; any package may depend on it. Trusts no
 * input. No clock: times come from the caller. Immutable values, thread-safe, except {@link
 * dev.exhibit.crypto.journal.HeadTree}.
 */
@NullMarked
package dev.exhibit.crypto.journal;

import org.jspecify.annotations.NullMarked;
