/**
 * Artifacts that lie elsewhere: files on servers, and images in registries (OCI distribution specification 1.1), and bundles
 * beside images. Used by the composition root alone. Trusts the list of places and logins, which the operator wrote; trusts no answer, redirect,
 * manifest or token server: everything is fetched through the guard, bounded and hashed. Thread-safe.
 */
@NullMarked
package dev.exhibit.signer.source;

import org.jspecify.annotations.NullMarked;
