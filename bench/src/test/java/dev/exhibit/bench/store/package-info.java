/** How fast things are found in a large index. A program; nothing may depend on it. One run at a time. */
@NullMarked
package dev.exhibit.bench.store;

import org.jspecify.annotations.NullMarked;
