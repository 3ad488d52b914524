/**
 * Keys in the transit engine of an OpenBao or Vault server. Built by the composition root. Trusts the server behind the
 * authorities it is given to keep keys; trusts no form of what it answers. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.vault.transit;

import org.jspecify.annotations.NullMarked;
