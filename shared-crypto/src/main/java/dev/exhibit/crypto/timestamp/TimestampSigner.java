package dev.exhibit.crypto.timestamp;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.SignatureIdentifier;
import java.math.BigInteger;

/**
 * The one signer of a timestamp (SignerInfo, RFC 5652 section 5.3).
 *
 * @param issuer of the signer's certificate, a DER Name
 * @param serial of the signer's certificate
 * @param hash of the content and of the attributes
 * @param attributes the signed ones
 * @param signatureIdentifier AlgorithmIdentifier
 * @param signature over the attributes
 */
public record TimestampSigner(
        Bytes issuer,
        BigInteger serial,
        HashAlgorithm hash,
        TimestampAttributes attributes,
        Bytes signatureIdentifier,
        SignatureBytes signature) {
    private static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";

    static TimestampSigner read(Der fields, Bytes declaredHash) {
        fields.exactly(1, "SignerInfo version");
        Der name = fields.sequence();
        Bytes issuer = name.whole();
        BigInteger serial = name.nonNegativeInteger();
        name.end();
        Bytes hash = fields.whole();
        if (!hash.equals(declaredHash)) {
            throw new MalformedException(Reason.BAD_VALUE, "the signer uses another hash than the timestamp declares");
        }
        TimestampAttributes attributes = TimestampAttributes.read(fields.content(Der.context(0)));
        Bytes identifier = fields.whole();
        SignatureBytes signature = new SignatureBytes(fields.octetString());
        fields.end();
        return new TimestampSigner(
                issuer, serial, SignatureIdentifier.readHash(hash), attributes, identifier, signature);
    }

    /** Whether this names {@code certificate}. */
    public boolean names(Certificate certificate) {
        return issuer.equals(certificate.issuer()) && serial.equals(certificate.serial());
    }

    /**
     * Returns if the key of {@code certificate} signed {@code content}.
     *
     * @throws MalformedException if the algorithm is unknown or the attributes are about another certificate
     * @throws BadSignatureException if it did not, or the attributes are about another content
     */
    void verify(Bytes content, Certificate certificate, SignatureChecker checker) {
        attributes.requireCertificate(certificate);
        if (!attributes.messageDigest().equals(Hashing.of(hash, content))) {
            throw new BadSignatureException(certificate.key().id());
        }
        Bytes signed = DerWriter.element(Der.SET, attributes.encoded());
        checker.verify(certificate.key(), algorithm(certificate.key().type()), signed, signature);
    }

    /** RFC 5652 lets an RSA signature name the key's algorithm only (RFC 3370 section 3.2). */
    private SignatureAlgorithm algorithm(KeyType key) {
        Der fields = Der.ofSequence(signatureIdentifier);
        if (fields.oid().equals(RSA_ENCRYPTION) && key == KeyType.RSA) {
            fields.nothing();
            fields.end();
            return SignatureAlgorithm.valueOf("RSA_PKCS1_" + hash);
        }
        return SignatureIdentifier.read(signatureIdentifier, key);
    }
}
