/**
 * Verifications per core-second, ours beside others', each in a process of its own. Started by {@code bench/run verify}.
 * Every verdict is looked at. Trusts nothing; for one thread.
 */
@NullMarked
package dev.exhibit.bench.verify;

import org.jspecify.annotations.NullMarked;
