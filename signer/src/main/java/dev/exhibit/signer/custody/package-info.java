/**
 * The custody of signing keys: who may have a key made, activated, tainted, revoked or destroyed, and when it takes two.
 * Used by {@code signer.http}, {@code signer.index} and the composition root. Trusts the boundary to know callers and the
 * key directory to keep what it acknowledged. Thread-safe.
 */
@NullMarked
package dev.exhibit.signer.custody;

import org.jspecify.annotations.NullMarked;
