/**
 * Signatures per second by kind of vault, beside the providers alone. Started by {@code bench/run vault}. One signature of
 * sixteen is verified, outside the measured time. Trusts nothing; for one thread.
 */
@NullMarked
package dev.exhibit.bench.vault;

import org.jspecify.annotations.NullMarked;
