/**
 * How artifacts that lie elsewhere are named, where an installation takes them from, and what they must carry. May be used by the rooms and the
 * configuration. Holds values only, trusts nothing, opens no connection. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.artifact;

import org.jspecify.annotations.NullMarked;
