/** How long explain takes, and how that grows. */
@NullMarked
package dev.exhibit.bench.explain;

import org.jspecify.annotations.NullMarked;
