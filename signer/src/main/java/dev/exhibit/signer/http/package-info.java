/**
 * The signer's routes: parse, call one use case, render. Used by the composition root. Trusts the boundary to have
 * admitted the caller and to bound streams. Thread-safe.
 */
@NullMarked
package dev.exhibit.signer.http;

import org.jspecify.annotations.NullMarked;
