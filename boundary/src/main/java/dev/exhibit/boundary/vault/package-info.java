/**
 * Implementations of the vault port: keys in encrypted files here, in a token and in a transit engine in the packages below.
 * Built by the composition root and used through {@code dev.exhibit.crypto.vault} only. Trusts the operating system's file
 * permissions and the password's secrecy. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.vault;

import org.jspecify.annotations.NullMarked;
