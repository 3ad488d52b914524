/**
 * Bytes kept under their SHA-256. The use cases of this room write and read here; nobody else does. The place where bytes
 * lie (a directory, later an object store) is not trusted: {@link dev.exhibit.evidence.blob.Blob} hashes whatever it is
 * given before the last byte leaves, so the worst a store can do is refuse. Thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.blob;

import org.jspecify.annotations.NullMarked;
