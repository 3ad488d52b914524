/**
 * Keys and signatures: we sign with ECDSA P-256 and SHA-256, and check every {@link
 * dev.exhibit.crypto.key.SignatureAlgorithm}. The only package that makes or checks a signature. Public keys and
 * signatures are checked for strict encoding before any provider sees them, because providers accept too much. {@link
 * dev.exhibit.crypto.key.SigningKey} is for vault implementations only. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.key;

import org.jspecify.annotations.NullMarked;
