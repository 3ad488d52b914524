/**
 * Tells others what happens in the store: journal events as CloudEvents, at least once and in their order. Used by the
 * composition root. Trusts the journal; trusts no receiver with anything but the event. Thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.event;

import org.jspecify.annotations.NullMarked;
