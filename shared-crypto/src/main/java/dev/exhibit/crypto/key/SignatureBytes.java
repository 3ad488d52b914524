package dev.exhibit.crypto.key;

import dev.exhibit.crypto.encoding.Bytes;

/**
 * A signature as bytes; for ECDSA the DER form (RFC 3279 section 2.2.3).
 *
 * @param bytes the encoded signature
 */
public record SignatureBytes(Bytes bytes) {}
