/**
 * Documents that an operator writes and the service reads: at the start, and some of them again when they change. May be used
 * by packages of the boundary and by
 * the composition root. Trusts the file's owner for what it says, never for its form. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.start;

import org.jspecify.annotations.NullMarked;
