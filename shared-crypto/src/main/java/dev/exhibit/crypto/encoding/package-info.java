/**
 * Strict encodings: one decoder each for base64, hexadecimal, PEM and DER, and {@link
 * dev.exhibit.crypto.encoding.Bytes}. A text or a byte string is accepted only in its one canonical form, so no signed
 * thing has two spellings. Any package may depend on it; it trusts no input. Stateless or immutable, so thread-safe,
 * except the {@link dev.exhibit.crypto.encoding.Der} cursor, which belongs to one thread.
 */
@NullMarked
package dev.exhibit.crypto.encoding;

import org.jspecify.annotations.NullMarked;
