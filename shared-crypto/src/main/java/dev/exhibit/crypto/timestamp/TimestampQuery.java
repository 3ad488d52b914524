package dev.exhibit.crypto.timestamp;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.x509.SignatureIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * What is asked of a timestamp authority (TimeStampReq, RFC 3161 section 2.4.1), of version 1 and without extensions.
 *
 * @param algorithm of the imprint
 * @param imprint hash of what is to be stamped
 * @param policy object identifier of the policy that the client insists on
 * @param nonce comes back in the answer; not negative, at most 20 bytes
 * @param certificates whether the authority's certificate is to come along
 */
public record TimestampQuery(
        HashAlgorithm algorithm,
        Bytes imprint,
        Optional<String> policy,
        Optional<BigInteger> nonce,
        boolean certificates) {
    /** Longest query that is read, in bytes. */
    public static final int MAX_SIZE = 512;

    private static final int MAX_NONCE_BITS = 160;
    private static final Bytes VERSION_1 = Hex.decode("020101");
    private static final Bytes TRUE = Hex.decode("0101ff");

    public TimestampQuery {
        if (imprint.size() != algorithm.size()) {
            throw new MalformedException(Reason.BAD_VALUE, "an imprint has the length of its hash");
        }
        if (nonce.filter(number -> number.bitLength() > MAX_NONCE_BITS).isPresent()) {
            throw new MalformedException(Reason.TOO_LARGE, "a nonce has at most 20 bytes");
        }
    }

    /** What asks for a timestamp of {@code imprint}, under any policy, without nonce and certificates. */
    public static TimestampQuery of(Digest imprint) {
        return new TimestampQuery(HashAlgorithm.SHA256, imprint.bytes(), Optional.empty(), Optional.empty(), false);
    }

    /** The same with a nonce. */
    public TimestampQuery withNonce(BigInteger number) {
        return new TimestampQuery(algorithm, imprint, policy, Optional.of(number), certificates);
    }

    /** The same under this policy. */
    public TimestampQuery under(String identifier) {
        return new TimestampQuery(algorithm, imprint, Optional.of(identifier), nonce, certificates);
    }

    /** @throws MalformedException unless it is such a query in DER */
    public static TimestampQuery decode(Bytes document) {
        if (document.size() > MAX_SIZE) {
            throw new MalformedException(Reason.TOO_LARGE, "a timestamp query above " + MAX_SIZE + " bytes");
        }
        Der fields = Der.ofSequence(document);
        fields.exactly(1, "timestamp query version");
        Der imprint = fields.sequence();
        HashAlgorithm algorithm = SignatureIdentifier.readHash(imprint.whole());
        Bytes hash = imprint.octetString();
        imprint.end();
        Optional<String> policy = fields.nextIs(Der.OBJECT_IDENTIFIER) ? Optional.of(fields.oid()) : Optional.empty();
        Optional<BigInteger> nonce =
                fields.nextIs(Der.INTEGER) ? Optional.of(fields.nonNegativeInteger()) : Optional.empty();
        boolean certificates = fields.defaultFalse();
        if (fields.nextIs(Der.context(0))) {
            throw new MalformedException(Reason.UNSUPPORTED, "extensions of a timestamp query");
        }
        fields.end();
        return new TimestampQuery(algorithm, hash, policy, nonce, certificates);
    }

    /** DER. */
    public Bytes encode() {
        Bytes hash = DerWriter.element(Der.SEQUENCE, oid(algorithm.oid()), DerWriter.element(Der.NULL));
        return DerWriter.element(
                Der.SEQUENCE,
                VERSION_1,
                DerWriter.element(Der.SEQUENCE, hash, DerWriter.element(Der.OCTET_STRING, imprint)),
                policy.map(TimestampQuery::oid).orElseGet(Bytes::empty),
                nonce.map(number -> DerWriter.element(Der.INTEGER, Bytes.owned(number.toByteArray())))
                        .orElseGet(Bytes::empty),
                certificates ? TRUE : Bytes.empty());
    }

    private static Bytes oid(String dotted) {
        try {
            return Bytes.owned(new ASN1ObjectIdentifier(dotted).getEncoded());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
