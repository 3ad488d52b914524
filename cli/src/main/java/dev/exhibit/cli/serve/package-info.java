/**
 * {@code exhibit serve}: the data directory, the first start, and {@code Wiring}, which builds every room with
 * {@code new}. The only place where clocks, randomness and threads are made.
 */
@NullMarked
package dev.exhibit.cli.serve;

import org.jspecify.annotations.NullMarked;
