/**
 * The attestor's routes: parse, call one use case, render. Trusts the boundary to have admitted the caller. Thread-safe.
 */
@NullMarked
package dev.exhibit.attestor.http;

import org.jspecify.annotations.NullMarked;
