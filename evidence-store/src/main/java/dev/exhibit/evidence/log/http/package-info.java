/**
 * The routes of logs, with what the API document says of them. Used by the composition root; trusts the boundary to have
 * let the caller in. Thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.log.http;

import org.jspecify.annotations.NullMarked;
