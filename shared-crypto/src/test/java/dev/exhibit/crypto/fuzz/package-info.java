/**
 * Fuzz targets: one class with one method each input format, in the form that Jazzer calls. Their seeds run as tests every
 * day; {@code docs/testing/fuzzing.md} says how to run them for longer. A refusal is {@code MalformedException}; anything
 * else that leaves a target is a finding.
 */
@NullMarked
package dev.exhibit.crypto.fuzz;

import org.jspecify.annotations.NullMarked;
