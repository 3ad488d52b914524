/**
 * The authority's routes: OAuth 2 as clients speak it, and what they discover beforehand. Used by the composition root.
 * Trusts nothing of a request; decides nothing. Thread-safe.
 */
@NullMarked
package dev.exhibit.authority.http;

import org.jspecify.annotations.NullMarked;
