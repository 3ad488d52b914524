/**
 * The index in PostgreSQL: the only package of this room that knows SQL. Made by the composition root, used through
 * {@link dev.exhibit.evidence.EvidenceIndex}. Row-level security keeps tenants apart, whatever a statement here says.
 * Thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.index;

import org.jspecify.annotations.NullMarked;
