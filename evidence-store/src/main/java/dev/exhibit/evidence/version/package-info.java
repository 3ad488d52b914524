/**
 * Packages and the order of their versions: package URLs, and comparisons in each ecosystem's own order. The only package
 * that sees the library for it. Names and versions come from outside and are not trusted; what cannot be compared is said
 * to be unknown. Pure, immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.version;

import org.jspecify.annotations.NullMarked;
