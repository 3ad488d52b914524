/**
 * SHA-256: the name of everything; its larger sisters for foreign signatures. The only package that creates a message
 * digest. Any package may depend on it; it trusts the JDK's hash functions. Thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.digest;

import org.jspecify.annotations.NullMarked;
