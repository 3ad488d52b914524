/**
 * The store's routes: each parses a request, calls one use case and renders the answer. Mounted by the composition root.
 * Callers are admitted by the boundary; what they send is not trusted. Thread-safe.
 */
@NullMarked
package dev.exhibit.evidence.http;

import org.jspecify.annotations.NullMarked;
