/**
 * The memory of used proofs in PostgreSQL. Used by the composition root only. Trusts the database to be durable, to let
 * one of two equal inserts win, and to enforce row security. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.token.index;

import org.jspecify.annotations.NullMarked;
