/**
 * The port to private keys. Used by the signer; implemented in {@code boundary}. A caller trusts a vault to keep keys and
 * checks whatever it signs. Thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.vault;

import org.jspecify.annotations.NullMarked;
