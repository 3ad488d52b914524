/**
 * The register in PostgreSQL, schema {@code boundary}. Used by the composition root. Trusts the database's row security to
 * keep tenants apart. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.register.index;

import org.jspecify.annotations.NullMarked;
