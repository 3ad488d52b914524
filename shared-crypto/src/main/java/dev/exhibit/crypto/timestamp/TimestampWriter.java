package dev.exhibit.crypto.timestamp;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.x509.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/**
 * Writes the granted responses of a timestamp authority (RFC 3161 section 2.4.2, RFC 5816) whose key is ECDSA P-256. The
 * time is given in whole seconds and no accuracy is promised.
 *
 * @param signer the authority's certificate, for timestamping alone
 * @param policy object identifier of what the authority promises
 */
public record TimestampWriter(Certificate signer, String policy) {
    private static final String HASH = "SHA-256";
    private static final Bytes GRANTED = Hex.decode("020100");

    /**
     * A response, DER.
     *
     * @param serial unique among the authority's timestamps, positive, at most 20 bytes
     * @param time is cut to the second
     * @param key signs a digest of SHA-256 with the private half of the certificate's key; DER
     * @throws IllegalArgumentException if the query insists on another policy
     */
    public Bytes grant(TimestampQuery query, BigInteger serial, Instant time, Function<Digest, SignatureBytes> key) {
        if (!query.policy().map(policy::equals).orElse(true)) {
            throw new IllegalArgumentException("another policy is asked for");
        }
        try {
            TimeStampTokenGenerator generator = generator(key);
            if (query.certificates()) {
                generator.addCertificates(new CollectionStore<>(List.of(holder())));
            }
            TimeStampRequest request = new TimeStampRequest(query.encode().toArray());
            Bytes token = Bytes.owned(generator
                    .generate(request, serial, Date.from(Instant.ofEpochSecond(time.getEpochSecond())))
                    .toCMSSignedData()
                    .getEncoded(ASN1Encoding.DER));
            return DerWriter.element(Der.SEQUENCE, DerWriter.element(Der.SEQUENCE, GRANTED), token);
        } catch (IOException | TSPException | OperatorCreationException impossible) {
            throw new IllegalStateException("a timestamp cannot be written", impossible);
        }
    }

    private TimeStampTokenGenerator generator(Function<Digest, SignatureBytes> key)
            throws IOException, OperatorCreationException, TSPException {
        DigestCalculatorProvider digests = new BcDigestCalculatorProvider();
        AlgorithmIdentifier hash = new DefaultDigestAlgorithmIdentifierFinder().find(HASH);
        return new TimeStampTokenGenerator(
                new SignerInfoGeneratorBuilder(digests).build(new OutsideSigner(key), holder()),
                digests.get(hash),
                new ASN1ObjectIdentifier(policy));
    }

    private X509CertificateHolder holder() throws IOException {
        return new X509CertificateHolder(signer.encoded().toArray());
    }

    /** Has what is to be signed hashed here and signed where the key is. */
    private record OutsideSigner(Function<Digest, SignatureBytes> key, ByteArrayOutputStream written)
            implements ContentSigner {
        OutsideSigner(Function<Digest, SignatureBytes> key) {
            this(key, new ByteArrayOutputStream());
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
            return written;
        }

        @Override
        public byte[] getSignature() {
            return key.apply(Hashing.of(Bytes.owned(written.toByteArray())))
                    .bytes()
                    .toArray();
        }
    }
}
