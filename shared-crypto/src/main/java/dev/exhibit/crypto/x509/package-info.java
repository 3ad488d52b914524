/**
 * X.509 certificates (RFC 5280), as few and as strict as Sigstore needs: parsing, paths at a given time, identities and
 * embedded certificate timestamps (RFC 6962). No clock, no network, no revocation lists: certificates live for minutes.
 * Any package may depend on it; it trusts only the chain it is given. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.x509;

import org.jspecify.annotations.NullMarked;
