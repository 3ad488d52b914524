/**
 * Compares all that an installation keeps with itself: index, bytes, journal, both logs, audit. Used by the composition
 * root alone. Trusts nothing but the keys of the logs: rows are what anybody with a password may have written, objects what
 * anybody with the bucket may have put there. Changes nothing unless it is asked to repair. One run is for one thread; the
 * service may be at work meanwhile.
 */
@NullMarked
package dev.exhibit.evidence.fsck;

import org.jspecify.annotations.NullMarked;
