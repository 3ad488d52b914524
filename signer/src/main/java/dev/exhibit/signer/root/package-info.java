/**
 * The versions of each tenant's trust root: what verifiers have to believe, as files that the offline root signs. Used by
 * {@code signer.http}, {@code signer.index} and the composition root. Trusts nobody who brings a signature: only the root key.
 * Thread-safe.
 */
@NullMarked
package dev.exhibit.signer.root;

import org.jspecify.annotations.NullMarked;
