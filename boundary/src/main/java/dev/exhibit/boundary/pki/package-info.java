/**
 * The local certificate authority of a first start: its key, the server's certificate and those of the first clients, kept
 * in encrypted key stores. Used by the composition root; {@code vault} uses {@link dev.exhibit.boundary.pki.KeyStoreFile}.
 * Trusts the operating system's file permissions and the password's secrecy. Whoever reads the authority's key store and
 * its password can make a certificate for any identity. Thread-safe.
 */
@NullMarked
package dev.exhibit.boundary.pki;

import org.jspecify.annotations.NullMarked;
