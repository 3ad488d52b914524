/** How fast a log takes entries and covers them. A program; nothing may depend on it. One run at a time. */
@NullMarked
package dev.exhibit.bench.log;

import org.jspecify.annotations.NullMarked;
