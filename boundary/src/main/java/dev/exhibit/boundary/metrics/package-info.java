/**
 * What the service counts about itself, in the text format of Prometheus. Used by the listeners and the composition root.
 * Labels come from closed sets only: templates of routes, codes, names that this code gives; never a tenant, an identity,
 * a path or anything a client wrote. {@code docs/operating/metrics.md} has a row for each metric. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.metrics;

import org.jspecify.annotations.NullMarked;
