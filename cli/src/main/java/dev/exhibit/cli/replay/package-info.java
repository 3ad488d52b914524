/**
 * Replay from files alone. Not thread-safe.
 */
@NullMarked
package dev.exhibit.cli.replay;

import org.jspecify.annotations.NullMarked;
