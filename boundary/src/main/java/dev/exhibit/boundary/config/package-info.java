/**
 * The configuration file, read strictly at start: an unknown key, a bad value or a secret written in the text stops the
 * start. May be used by the composition root. Trusts the file's owner for the values, not for their form. Immutable.
 */
@NullMarked
package dev.exhibit.boundary.config;

import org.jspecify.annotations.NullMarked;
