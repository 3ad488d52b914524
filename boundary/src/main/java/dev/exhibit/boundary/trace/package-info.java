/**
 * Where the time of a request goes, told to an OpenTelemetry collector if one is configured. Used by the listeners and the
 * composition root. Trusts nobody: a trace id of a client only ties together what is recorded. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.trace;

import org.jspecify.annotations.NullMarked;
