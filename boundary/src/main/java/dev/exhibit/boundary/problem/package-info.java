/**
 * Refusals: their codes, how they travel, and what stops a start. May be used by every room. Trusts that whoever
 * refuses puts no secret and no other tenant's data into the text. Immutable, thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.problem;

import org.jspecify.annotations.NullMarked;
