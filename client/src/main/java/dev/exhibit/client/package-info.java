/**
 * The client library: what a pipeline, an auditor and the command line use to talk to a service. Depends on
 * {@code shared-crypto} alone. It trusts the one certificate authority it is given, for the connection only: evidence is
 * believed after the offline verifier has judged it. Thread-safe.
 */
@NullMarked
package dev.exhibit.client;

import org.jspecify.annotations.NullMarked;
