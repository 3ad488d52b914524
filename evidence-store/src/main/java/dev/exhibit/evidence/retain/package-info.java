/**
 * What must stay and what may go: legal holds, retention, and the collector that removes what neither keeps. Used by the
 * composition root and {@code http}. Trusts the database to judge what is kept; nothing else removes anything. Thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.retain;

import org.jspecify.annotations.NullMarked;
