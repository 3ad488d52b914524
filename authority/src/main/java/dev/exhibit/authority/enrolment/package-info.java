/**
 * Enrolment: gives client certificates to those who show a one-time code, the token of a CI job that a rule allows, or the
 * certificate that is to be renewed. Used by {@code http}, {@code index} and the composition root. Trusts the TLS layer for
 * the peer's certificate, PostgreSQL to let a code be used once, and an issuer of job tokens for what its rule says;
 * takes nobody's name from a certificate request. Thread-safe.
 */
@NullMarked
package dev.exhibit.authority.enrolment;

import org.jspecify.annotations.NullMarked;
