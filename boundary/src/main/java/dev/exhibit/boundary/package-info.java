/**
 * Bounds that every room behind the security boundary shares. May be used by all services and the command line. Holds
 * numbers only: trusts nothing, immutable, thread-safe.
 */
@NullMarked
package dev.exhibit.boundary;

import org.jspecify.annotations.NullMarked;
