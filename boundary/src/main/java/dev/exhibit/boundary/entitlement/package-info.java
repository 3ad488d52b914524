/**
 * What an installation and its tenants are entitled to: plans and quotas from a local file that somebody outside has signed.
 * Used by the listener, the register, the evidence store and the composition root. Trusts the operator's files for where
 * they are, and what is in them only with a good signature by the configured key. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.entitlement;

import org.jspecify.annotations.NullMarked;
