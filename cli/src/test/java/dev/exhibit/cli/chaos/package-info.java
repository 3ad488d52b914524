/**
 * The installed program, its database and its object store as processes that die at any instant, and clients that write
 * down what was acknowledged. Trusts nothing that it did not verify itself: receipts, proofs and tiles are judged with keys
 * that were pinned at the start. Each class says whether threads may share it.
 */
@NullMarked
package dev.exhibit.cli.chaos;

import org.jspecify.annotations.NullMarked;
