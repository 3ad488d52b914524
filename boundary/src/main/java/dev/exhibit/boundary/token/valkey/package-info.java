/**
 * The memory of used proofs in Valkey or Redis. Used by the configuration and the composition root only. Trusts the server
 * to run a transaction whole, to forget no key before its time, and to say truly which of its lives it is in; does not
 * trust it to keep anything over a restart. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.token.valkey;

import org.jspecify.annotations.NullMarked;
