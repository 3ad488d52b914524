package dev.exhibit.crypto.x509;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;

/**
 * A certificate extension (RFC 5280 section 4.2).
 *
 * @param oid which, in dotted form
 * @param critical whether who does not know it must refuse the certificate
 * @param value the DER inside the OCTET STRING
 * @param whole the extension as it is encoded
 */
public record Extension(String oid, boolean critical, Bytes value, Bytes whole) {
    static Extension read(Bytes whole) {
        Der fields = Der.ofSequence(whole);
        String oid = fields.oid();
        boolean critical = fields.defaultFalse();
        Bytes value = fields.octetString();
        fields.end();
        return new Extension(oid, critical, value, whole);
    }
}
