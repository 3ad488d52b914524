/**
 * A command's way to a registry of images, behind the same guard as the service's. Used by commands. Trusts the places that the
 * user named and no others. Not thread-safe.
 */
@NullMarked
package dev.exhibit.cli.registry;

import org.jspecify.annotations.NullMarked;
