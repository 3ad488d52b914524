/**
 * Who belongs to whom: tenants, their clients, and the certificate identities of each client, with the part of the API that
 * administers them, alone or two together. Used by the composition root. Trusts the boundary for who asks, and PostgreSQL to keep what it
 * acknowledged. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.register;

import org.jspecify.annotations.NullMarked;
