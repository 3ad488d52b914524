/**
 * The evidence store's use cases, one a class, and the port to its index. The HTTP routes call them, and so does whoever
 * runs in the same process through an adapter made by the composition root. Callers are admitted already; documents and
 * stored bytes are not trusted. PostgreSQL, behind {@link dev.exhibit.evidence.EvidenceIndex}, says what exists. All
 * classes are thread-safe.
 */
@NullMarked
package dev.exhibit.evidence;

import org.jspecify.annotations.NullMarked;
