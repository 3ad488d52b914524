/**
 * Who calls: identities read from certificates, tenants, roles and scopes. May be used by every room. Trusts that the TLS
 * layer has verified the certificate it is given, and the registry that an administrator wrote; no header. Immutable
 * values and thread-safe registries.
 */
@NullMarked
package dev.exhibit.boundary.identity;

import org.jspecify.annotations.NullMarked;
