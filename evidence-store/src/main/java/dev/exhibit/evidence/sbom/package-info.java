/**
 * CycloneDX documents as this room reads them, and slices of them. Used by registration and derivation. Pure: no clock, no
 * randomness, no locale, no network, no files. Documents come from outside and are not trusted; they are bounded by
 * {@code JsonLimits.DOCUMENT}. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.sbom;

import org.jspecify.annotations.NullMarked;
