/**
 * Implementations of the vault port. Built by the composition root and used through {@code dev.exhibit.crypto.vault} only.
 * Trusts the operating system's file permissions and the password's secrecy. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.vault;

import org.jspecify.annotations.NullMarked;
