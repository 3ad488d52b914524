/**
 * Measures the running service from outside. Every answer is verified offline before it counts.
 */
@NullMarked
package dev.exhibit.bench;

import org.jspecify.annotations.NullMarked;
