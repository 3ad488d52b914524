/**
 * JSON Web Signatures and public keys (RFC 7515, 7517, 7518, 7638, 8037), strictly: compact form, canonical base64url,
 * one decoder of JSON, asymmetric algorithms only. May be used by any room that checks or makes tokens; says what a text
 * is and who signed it, never whether a claim is true. Trusts no input. Immutable, so thread-safe.
 */
@NullMarked
package dev.exhibit.crypto.jose;

import org.jspecify.annotations.NullMarked;
