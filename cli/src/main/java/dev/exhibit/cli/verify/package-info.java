/**
 * Verification at the terminal: finds the evidence, finds the trusted keys, lets the offline verifier judge, says why.
 * Not thread-safe.
 */
@NullMarked
package dev.exhibit.cli.verify;

import org.jspecify.annotations.NullMarked;
