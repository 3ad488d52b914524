package dev.exhibit.crypto.x509;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A signed certificate timestamp (RFC 6962 section 3.2): a certificate transparency log's promise to show a certificate.
 *
 * @param logId SHA-256 of the log's SubjectPublicKeyInfo
 * @param time when the log saw the certificate
 * @param extensions of the log's own, signed too; C2SP static-ct-api puts the entry's index there
 * @param scheme hash and signature algorithm, two bytes (RFC 5246 section 7.4.1.4.1)
 * @param signature over {@link #signedBytes}
 */
public record CertificateTimestamp(Digest logId, Instant time, Bytes extensions, int scheme, SignatureBytes signature) {
    private static final int MAX_TIMESTAMPS = 8;
    private static final int SHA256_RSA = 0x0401;
    private static final int SHA256_ECDSA = 0x0403;
    private static final int FIXED = 1 + Digest.SIZE + Long.BYTES + 2 + 2 + 2;

    /** The timestamps that a certificate carries; none if it has not the extension. */
    public static List<CertificateTimestamp> of(Certificate certificate) {
        return certificate
                .extension(Oids.CERTIFICATE_TIMESTAMPS)
                .map(extension -> list(extension.value()))
                .orElse(List.of());
    }

    private static List<CertificateTimestamp> list(Bytes value) {
        Der outer = Der.of(value);
        ByteBuffer in = ByteBuffer.wrap(outer.octetString().toArray());
        outer.end();
        ByteBuffer items = vector(in);
        requireEnd(in);
        List<CertificateTimestamp> found = new ArrayList<>();
        while (items.hasRemaining()) {
            found.add(read(vector(items)));
        }
        if (found.isEmpty() || found.size() > MAX_TIMESTAMPS) {
            throw malformed("a list of 1 to " + MAX_TIMESTAMPS);
        }
        return List.copyOf(found);
    }

    private static CertificateTimestamp read(ByteBuffer in) {
        if (in.remaining() < FIXED || in.get() != 0) {
            throw malformed("version 1");
        }
        byte[] logId = new byte[Digest.SIZE];
        in.get(logId);
        Instant time = time(in.getLong());
        Bytes extensions = bytes(vector(in));
        if (in.remaining() < 2) {
            throw malformed("an algorithm");
        }
        int scheme = in.getShort() & 0xFFFF;
        Bytes signature = bytes(vector(in));
        requireEnd(in);
        return new CertificateTimestamp(
                new Digest(Bytes.owned(logId)), time, extensions, scheme, new SignatureBytes(signature));
    }

    private static Bytes bytes(ByteBuffer part) {
        byte[] copy = new byte[part.remaining()];
        part.get(copy);
        return Bytes.owned(copy);
    }

    private static Instant time(long millis) {
        if (millis < 0) {
            throw malformed("a time before the year 292 million");
        }
        return Instant.ofEpochMilli(millis);
    }

    /** A part that is preceded by its length in two bytes. */
    private static ByteBuffer vector(ByteBuffer in) {
        int length = in.remaining() < 2 ? Integer.MAX_VALUE : in.getShort() & 0xFFFF;
        if (length > in.remaining()) {
            throw malformed("lengths that fit");
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    private static void requireEnd(ByteBuffer in) {
        if (in.hasRemaining()) {
            throw malformed("no bytes behind it");
        }
    }

    /**
     * Returns if {@code log} signed this timestamp for {@code certificate}.
     *
     * @throws MalformedException if the algorithm is unknown or not one of that key
     * @throws dev.exhibit.crypto.key.BadSignatureException if it did not
     */
    public void verify(Certificate certificate, Certificate issuer, VerificationKey log, SignatureChecker checker) {
        checker.verify(log, algorithm(log.type()), signedBytes(certificate, issuer), signature);
    }

    private SignatureAlgorithm algorithm(KeyType key) {
        if (scheme == SHA256_ECDSA && key == KeyType.EC_P256) {
            return SignatureAlgorithm.ECDSA_P256_SHA256;
        }
        if (scheme == SHA256_RSA && key == KeyType.RSA) {
            return SignatureAlgorithm.RSA_PKCS1_SHA256;
        }
        throw malformed("SHA-256 with ECDSA P-256 or RSA, as the log's key is");
    }

    /** RFC 6962 section 3.2: {@code digitally-signed} of a precertificate entry. */
    private Bytes signedBytes(Certificate certificate, Certificate issuer) {
        Bytes body = certificate.bodyWithout(Oids.CERTIFICATE_TIMESTAMPS);
        ByteBuffer out =
                ByteBuffer.allocate(2 + Long.BYTES + 2 + Digest.SIZE + 3 + body.size() + 2 + extensions.size());
        out.putShort((short) 0).putLong(time.toEpochMilli()).putShort((short) 1);
        out.put(Hashing.of(issuer.key().spki()).bytes().toArray());
        out.put((byte) (body.size() >> 16)).putShort((short) body.size());
        out.put(body.toArray()).putShort((short) extensions.size()).put(extensions.toArray());
        return Bytes.owned(out.array());
    }

    private static MalformedException malformed(String expected) {
        return new MalformedException(Reason.BAD_VALUE, "a certificate timestamp has " + expected);
    }
}
