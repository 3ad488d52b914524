/**
 * The timestamp authority (RFC 3161): says with its own key when it saw a hash. Used by the signer's routes and the
 * composition root. Trusts the clock as far as {@link dev.exhibit.boundary.clock.ClockWatch} does. Thread-safe.
 */
@NullMarked
package dev.exhibit.signer.time;

import org.jspecify.annotations.NullMarked;
