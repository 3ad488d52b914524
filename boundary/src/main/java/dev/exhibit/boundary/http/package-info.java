/**
 * The HTTP edge: listeners, the pipeline every request passes, the guard against stalled clients, and the types that
 * handlers see ({@code Route}, {@code Exchange}, {@code Answer}, {@code MultipartBody}). Rooms declare routes with those
 * types; only the composition root makes listeners; nobody else sees Helidon. Trusts the TLS handshake for the peer's
 * certificate and nothing that a client sends. Listeners are thread-safe; an exchange belongs to one request's thread.
 */
@NullMarked
package dev.exhibit.boundary.http;

import org.jspecify.annotations.NullMarked;
