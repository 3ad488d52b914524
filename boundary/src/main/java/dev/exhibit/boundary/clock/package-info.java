/**
 * The time of day, believed only as far as others agree. Used by every room that signs something with a time in it. Trusts
 * the monotonic clock; a reference is trusted to tell its own time. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.clock;

import org.jspecify.annotations.NullMarked;
