/**
 * Where the server is, who the user is and which keys are trusted: the pinned context. Trust comes from here and never
 * from a folder that also holds the evidence. Not thread-safe.
 */
@NullMarked
package dev.exhibit.cli.context;

import org.jspecify.annotations.NullMarked;
