/**
 * What the service itself verifies with the offline verifier of its customers: every bundle before it leaves, and bundles of its own
 * that come back. Used by the rooms that make or demand bundles. Trusts the installation's own trust root and keys that the
 * caller names, and the clock as far as {@link dev.exhibit.boundary.clock.ClockWatch} does. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.verify;

import org.jspecify.annotations.NullMarked;
