/**
 * RFC 3161 timestamps: strict reading of the response, its CMS signature (RFC 5652) and what it says. Any package may
 * depend on it; it trusts only the authority's chain that it is given. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.timestamp;

import org.jspecify.annotations.NullMarked;
