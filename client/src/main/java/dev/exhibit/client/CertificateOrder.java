package dev.exhibit.client;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.SigningKey;

/**
 * Asks for a certificate for a key (PKCS#10, RFC 2986 section 4) without naming anybody: the authority knows who may have
 * one.
 */
final class CertificateOrder {
    private static final String PEM_LABEL = "CERTIFICATE REQUEST";
    private static final Bytes VERSION_1 = Hex.decode("020100");
    /** ecdsa-with-SHA256, RFC 5758 section 3.2. */
    private static final Bytes ECDSA_SHA256 = Hex.decode("06082a8648ce3d040302");

    private static final Bytes NO_UNUSED_BITS = Hex.decode("00");

    private CertificateOrder() {}

    /** One {@code CERTIFICATE REQUEST} block, signed with the key itself. */
    static String pem(SigningKey key) {
        Bytes nobody = DerWriter.element(Der.SEQUENCE);
        Bytes noWishes = DerWriter.element(Der.context(0));
        Bytes info = DerWriter.element(
                Der.SEQUENCE, VERSION_1, nobody, key.published().spki(), noWishes);
        Bytes signature = key.sign(Hashing.of(info)).bytes();
        Bytes request = DerWriter.element(
                Der.SEQUENCE,
                info,
                DerWriter.element(Der.SEQUENCE, ECDSA_SHA256),
                DerWriter.element(Der.BIT_STRING, NO_UNUSED_BITS, signature));
        return Pem.encode(PEM_LABEL, request);
    }
}
