package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.Oids;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/** A timestamp authority, its tokens made by Bouncy Castle: another hand than the reader's. */
public final class ThrowawayTimestamps {
    private static final ASN1ObjectIdentifier SHA256 = new ASN1ObjectIdentifier(HashAlgorithm.SHA256.oid());

    private final ThrowawayKey key = ThrowawayKey.p256();
    private final Certificate signer;
    private final Certificate root;
    private final Instant start;

    /** @param start from when everything is valid, for ten years */
    public ThrowawayTimestamps(Instant start) {
        this.start = start;
        ThrowawayKey rootKey = ThrowawayKey.p256();
        CertificateWriter period = new CertificateWriter(start, start.plusSeconds(315_360_000L));
        this.root = period.authority().names("tsa root", "tsa root").sign(rootKey.published(), rootKey);
        this.signer =
                period.names("tsa", "tsa root").usage(Oids.TIME_STAMPING, true).sign(key.published(), rootKey);
    }

    public Authority trusted() {
        return trusted(ValidFor.from(start));
    }

    public Authority trusted(ValidFor validFor) {
        return new Authority("throwaway", "tsa", "https://tsa.throwaway.example", List.of(signer, root), validFor);
    }

    /** A granted response over {@code message}. */
    public Bytes stamp(Bytes message, Instant time) {
        return stamp(message, time, List.of());
    }

    /** The same together with the authority's certificate. */
    public Bytes stampWithCertificate(Bytes message, Instant time) {
        return stamp(message, time, List.of(signer));
    }

    /** The answer to a request as it comes over the network, DER. */
    public Bytes answer(Bytes request, Instant time) {
        try {
            return stamp(new TimeStampRequest(request.toArray()), time, List.of());
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    private Bytes stamp(Bytes message, Instant time, List<Certificate> certificates) {
        TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
        asking.setCertReq(!certificates.isEmpty());
        return stamp(asking.generate(SHA256, Hashing.of(message).bytes().toArray()), time, certificates);
    }

    private Bytes stamp(TimeStampRequest request, Instant time, List<Certificate> certificates) {
        try {
            TimeStampTokenGenerator generator = generator();
            generator.addCertificates(new CollectionStore<>(certificates.isEmpty() ? List.of() : List.of(holder())));
            Bytes token = Bytes.owned(generator
                    .generate(request, BigInteger.ONE, Date.from(time))
                    .toCMSSignedData()
                    .getEncoded(ASN1Encoding.DER));
            return DerWriter.element(Der.SEQUENCE, DerWriter.element(Der.SEQUENCE, Hex.decode("020100")), token);
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    private TimeStampTokenGenerator generator() throws Exception {
        X509CertificateHolder holder = holder();
        var digests = new JcaDigestCalculatorProviderBuilder().build();
        var signing = new JcaSignerInfoGeneratorBuilder(digests)
                .build(new JcaContentSignerBuilder(key.algorithm()).build(key.secret()), holder);
        var hash = digests.get(new DefaultDigestAlgorithmIdentifierFinder().find("SHA-256"));
        return new TimeStampTokenGenerator(signing, hash, new ASN1ObjectIdentifier("1.2.3.4"));
    }

    private X509CertificateHolder holder() throws IOException {
        return new X509CertificateHolder(signer.encoded().toArray());
    }
}
