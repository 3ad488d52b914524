/**
 * SHA-256: the name of everything. The only package that creates a message digest. Any package may depend on it; it
 * trusts the JDK's SHA-256. Thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.digest;

import org.jspecify.annotations.NullMarked;
