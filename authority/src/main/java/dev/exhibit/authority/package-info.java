/**
 * The authority: issues short-lived access tokens to registered clients of one tenant each, always bound to the client's
 * certificate or key; the use cases, their values and the ports they work through. Used by {@code http}, {@code index} and
 * the composition root. Trusts the TLS layer for the peer's certificate, the register for who a client is, and PostgreSQL
 * to keep what it acknowledged; trusts no request and no signature of the vault: it checks them itself. Thread-safe.
 */
@NullMarked
package dev.exhibit.authority;

import org.jspecify.annotations.NullMarked;
