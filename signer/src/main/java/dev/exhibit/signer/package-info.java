/**
 * The signer: the use case, its values and the ports it works through. Used by {@code http}, {@code index} and the
 * composition root. Trusts the boundary to have admitted the caller, and PostgreSQL to keep what it acknowledged; does not
 * trust the caller's digest, the stored artifact's bytes or the vault's signature: it computes and checks them itself.
 * Thread-safe.
 */
@NullMarked
package dev.exhibit.signer;

import org.jspecify.annotations.NullMarked;
