/**
 * Keys and trust of a listener: TLS 1.3, or 1.2 where it is allowed, a client certificate always unless a
 * listener merely requests one. May be used by the HTTP edge and the
 * composition root. Trusts exactly the authorities it is given, never the platform's. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.tls;

import org.jspecify.annotations.NullMarked;
