/**
 * DSSE envelopes (github.com/secure-systems-lab/dsse, protocol 1.0.2): what is signed is never the payload alone but its
 * pre-authentication encoding. Any package may depend on it; it trusts no input and checks no signature. Immutable, so
 * thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.dsse;

import org.jspecify.annotations.NullMarked;
