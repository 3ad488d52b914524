/**
 * The rooms' way to PostgreSQL: settings, pool, migrations and the tenant that every transaction runs as. Used by the
 * rooms' {@code index} packages and the composition root. Trusts the database server to be durable and to enforce row
 * security; trusts no caller to name a tenant, because the boundary did. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.database;

import org.jspecify.annotations.NullMarked;
