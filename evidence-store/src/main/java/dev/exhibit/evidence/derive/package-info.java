/**
 * What was computed from what, by which function, so that anyone can compute it again: derivation records, the functions
 * themselves and replay. Used by the use cases of this room and, offline, by the command line. Pure: inputs come through a
 * {@link dev.exhibit.evidence.derive.BlobSource}, whose bytes are checked and not trusted. Thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.derive;

import org.jspecify.annotations.NullMarked;
