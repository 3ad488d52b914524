/**
 * Small secrets kept in files: passwords and wrapping keys. Used by the database, the vaults and the composition root.
 * Trusts the operating system's file permissions and nothing else. Stateless, so thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.secret;

import org.jspecify.annotations.NullMarked;
