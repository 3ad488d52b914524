/**
 * The authority's ports on PostgreSQL, schema {@code authority}. Used by the composition root. Trusts the database to be
 * durable and to lock rows; row security keeps tenants apart even where a query forgets to. Thread-safe.
 */
@NullMarked
package dev.exhibit.authority.index;

import org.jspecify.annotations.NullMarked;
