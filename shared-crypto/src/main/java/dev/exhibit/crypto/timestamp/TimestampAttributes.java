package dev.exhibit.crypto.timestamp;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.SignatureIdentifier;
import java.util.HashMap;
import java.util.Map;

/**
 * The signed attributes of a timestamp (RFC 5652 section 11, RFC 5816).
 *
 * @param encoded the elements of the SET
 * @param values by type in dotted form; each attribute has one value
 */
public record TimestampAttributes(Bytes encoded, Map<String, Bytes> values) {
    private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    private static final String SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    private static final int MAX_ATTRIBUTES = 16;

    public TimestampAttributes {
        values = Map.copyOf(values);
    }

    static TimestampAttributes read(Bytes encoded) {
        Der items = Der.of(encoded);
        Map<String, Bytes> values = new HashMap<>();
        while (items.hasMore()) {
            Der attribute = items.sequence();
            String type = attribute.oid();
            Der set = attribute.constructed(Der.SET);
            Bytes before = values.put(type, set.whole());
            set.end();
            attribute.end();
            if (before != null || values.size() > MAX_ATTRIBUTES) {
                throw new MalformedException(Reason.BAD_VALUE, "a signed attribute twice, or too many");
            }
        }
        TimestampAttributes attributes = new TimestampAttributes(encoded, values);
        Der contentType = Der.of(attributes.value(CONTENT_TYPE));
        if (!contentType.oid().equals(TimestampResponse.TST_INFO)) {
            throw new MalformedException(Reason.BAD_VALUE, "the signed content type is not a timestamp's");
        }
        return attributes;
    }

    Bytes messageDigest() {
        Der value = Der.of(value(MESSAGE_DIGEST));
        Bytes digest = value.octetString();
        value.end();
        return digest;
    }

    /** ESSCertIDv2 (RFC 5035 section 4), where there is one, must be that of the certificate. */
    void requireCertificate(Certificate certificate) {
        if (!values.containsKey(SIGNING_CERTIFICATE_V2)) {
            return;
        }
        Der first = Der.ofSequence(value(SIGNING_CERTIFICATE_V2)).sequence().sequence();
        HashAlgorithm hash =
                first.nextIs(Der.SEQUENCE) ? SignatureIdentifier.readHash(first.whole()) : HashAlgorithm.SHA256;
        if (!first.octetString().equals(Hashing.of(hash, certificate.encoded()))) {
            throw new MalformedException(Reason.BAD_VALUE, "the signed attributes name another certificate");
        }
    }

    private Bytes value(String type) {
        Bytes value = values.get(type);
        if (value == null) {
            throw new MalformedException(Reason.MISSING_MEMBER, "the signed attribute " + type);
        }
        return value;
    }
}
