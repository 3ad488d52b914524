/**
 * PostgreSQL as a child of this program, for installations without a database server: binaries, cluster, process and
 * roles. Used by the composition root and by tests. Trusts the binaries on the class path and the data directory, which
 * belongs to this user alone. {@code EmbeddedPostgres} is thread-safe; the rest is confined to it.
 */
@NullMarked
package dev.exhibit.boundary.database.embedded;

import org.jspecify.annotations.NullMarked;
