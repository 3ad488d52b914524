/**
 * Where evidence is kept, as an operator says it. Read by {@code boundary.config}; may be used by the evidence store and the
 * composition root. Holds references to secrets, never secrets. Immutable.
 */
@NullMarked
package dev.exhibit.boundary.store;

import org.jspecify.annotations.NullMarked;
