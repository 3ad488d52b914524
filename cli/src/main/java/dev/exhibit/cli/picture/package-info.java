/**
 * Pictures of evidence: SVG that needs nothing else, reads well on screen and in print, in light and dark. The same evidence gives the
 * same bytes. What is drawn comes from outside and is inert in the picture. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.cli.picture;

import org.jspecify.annotations.NullMarked;
