/**
 * Rule books: which verdict follows from how a component stands to a flaw. The only package that sees the library for CEL.
 * Rules come from outside: they can neither run long nor see anything but their variables. Pure: no clock, no randomness, no
 * locale, no network, no files. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.policy;

import org.jspecify.annotations.NullMarked;
