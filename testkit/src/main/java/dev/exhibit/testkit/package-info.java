/**
 * Runs the real program as a process, kills it at any instant, and keeps a ledger of what was acknowledged. For tests and
 * benchmarks only.
 */
@NullMarked
package dev.exhibit.testkit;

import org.jspecify.annotations.NullMarked;
