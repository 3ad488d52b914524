/**
 * The logs of a tenant: what is queued gets a place, is written to tiles that stock readers take (C2SP tlog-tiles), and is
 * committed to by a signed checkpoint. Used by the use cases of this room and {@code http}. Trusts PostgreSQL for places
 * and for what was signed last; trusts the object store with nothing. Thread-safe, also across processes.
 */
@NullMarked
package dev.exhibit.evidence.log;

import org.jspecify.annotations.NullMarked;
