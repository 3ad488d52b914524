/**
 * The store's journal: what it says of each act, what an auditor is shown of it, and the sealing of audit records. Events
 * and proofs themselves are {@link dev.exhibit.crypto.journal}. Used by the use cases and by {@code index}; SQL is behind
 * the ports of this package. Trusts the database for order, and nothing for content. Thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.journal;

import org.jspecify.annotations.NullMarked;
