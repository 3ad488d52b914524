/**
 * Advisories as OSV documents (schema 1.x) and what they say about versions. Used by registration and by explain. Pure: no
 * clock, no randomness, no locale, no network, no files. Documents come from outside and are not trusted; they are bounded
 * by {@code JsonLimits.DOCUMENT}. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.advisory;

import org.jspecify.annotations.NullMarked;
