/**
 * The one JSON decoder (strict RFC 8259 within limits) and the one encoder (RFC 8785). Any package may depend on it; it
 * trusts no input. Values are immutable; readers belong to one thread.
 */
@NullMarked
package dev.exhibit.crypto.json;

import org.jspecify.annotations.NullMarked;
