/**
 * Access tokens and what binds them to their sender: JSON Web Tokens of configured issuers (RFC 9068), client certificates
 * (RFC 8705) and proofs of possession (RFC 9449). May be used by the HTTP edge, the authority and the composition root.
 * Trusts the keys that an issuer publishes and the peer certificate that TLS has verified; no header of its own accord.
 * Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.token;

import org.jspecify.annotations.NullMarked;
