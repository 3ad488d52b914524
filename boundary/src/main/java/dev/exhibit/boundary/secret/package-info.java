/**
 * Secrets and where they are: a reference leads to a file, a mount, a variable or a vault. Used by the database, the
 * vaults and the composition root. Trusts the operating system's file permissions, the container platform that mounts, and a
 * vault behind the authorities it is given; trusts no form of what they hold. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.secret;

import org.jspecify.annotations.NullMarked;
