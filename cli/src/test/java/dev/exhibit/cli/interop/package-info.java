/** What clients of other projects make of our bundles, as they are and changed. */
@NullMarked
package dev.exhibit.cli.interop;

import org.jspecify.annotations.NullMarked;
