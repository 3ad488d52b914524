/**
 * The attest use case and the ports through which it reaches the signer and the evidence store. Knows neither room; the
 * composition root joins them. Trusts nothing it gets back: every bundle passes the offline verifier before it is stored
 * or answered. Thread-safe.
 */
@NullMarked
package dev.exhibit.attestor;

import org.jspecify.annotations.NullMarked;
