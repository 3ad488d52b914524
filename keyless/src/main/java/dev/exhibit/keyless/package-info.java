/**
 * Signing with a certificate that lives for minutes and is issued to whom an identity token names: Sigstore's keyless
 * signing, with the instance that the caller names and never with one that is built in.
 *
 * <p>The only package that sees sigstore-java, gRPC and Google's HTTP client; the command line depends on it, nothing
 * else does. It uses that library's clients for the three services and not its {@code KeylessSigner}, which has no time
 * limits to set, tells the log before it has seen the certificate judged, and keeps quiet about which service failed.
 * Trusts the trust root that it is given, and of the services nothing: what comes back counts when our own offline verifier
 * says so. Not thread-safe.
 */
@NullMarked
package dev.exhibit.keyless;

import org.jspecify.annotations.NullMarked;
