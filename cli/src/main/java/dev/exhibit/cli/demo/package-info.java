/**
 * {@code exhibit demo}: the main job on the project's own jar and bill of materials, from nothing, and proof that it
 * holds when the server is gone. Not thread-safe.
 */
@NullMarked
package dev.exhibit.cli.demo;

import org.jspecify.annotations.NullMarked;
