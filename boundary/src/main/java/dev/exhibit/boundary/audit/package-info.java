/**
 * Records of acts, one table of one shape in every room's schema, written in the act's own transaction. Used by the
 * rooms' {@code index} packages. Trusts the database to keep rows; what is recorded holds no secret. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.audit;

import org.jspecify.annotations.NullMarked;
