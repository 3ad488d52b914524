/**
 * How artifacts that lie elsewhere are named, and where an installation takes them from. May be used by the rooms and the
 * configuration. Holds values only, trusts nothing, opens no connection. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.artifact;

import org.jspecify.annotations.NullMarked;
