/**
 * How many requests are worked on and for whom, and which dependencies are still waited for. Used by the listeners, the
 * database and the composition root. Trusts that tenants and callers were identified by the boundary before.
 *
 * <p>What is retried, and why that is safe: a transaction that PostgreSQL asks to repeat (nothing of it was applied), and
 * the fetch of an issuer's keys, at most once in a stated time, by whoever comes next (reading changes nothing). Nothing
 * else: a signing permit reaches the key once, and a blob is written create-only by the caller's own retry, which brings
 * the same idempotency key. There is a breaker where a lost dependency would be waited for: around the pool of each
 * database. A folder and a key file answer at once, so they have none. An issuer's keys are fetched so rarely that the
 * pause between two fetches is their breaker. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.limit;

import org.jspecify.annotations.NullMarked;
