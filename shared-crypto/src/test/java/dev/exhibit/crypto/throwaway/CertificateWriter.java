package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.Oids;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/** Writes certificates, right and wrong ones. Each method gives a changed copy. */
public final class CertificateWriter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Instant from;
    private final Instant to;
    private final String subject;
    private final String issuer;
    private final List<Bytes> extensions;

    CertificateWriter(Instant from, Instant to) {
        this(from, to, "", "", List.of());
    }

    private CertificateWriter(Instant from, Instant to, String subject, String issuer, List<Bytes> extensions) {
        this.from = from;
        this.to = to;
        this.subject = subject;
        this.issuer = issuer;
        this.extensions = extensions;
    }

    /** An empty subject has no name at all. */
    public CertificateWriter names(String newSubject, String newIssuer) {
        return new CertificateWriter(from, to, newSubject, newIssuer, extensions);
    }

    public CertificateWriter period(Instant newFrom, Instant newTo) {
        return new CertificateWriter(newFrom, newTo, subject, issuer, extensions);
    }

    public CertificateWriter extension(String oid, boolean critical, Bytes value) {
        List<Bytes> more = new ArrayList<>(extensions);
        Bytes flag = critical ? Hex.decode("0101ff") : Bytes.empty();
        more.add(DerWriter.element(Der.SEQUENCE, oid(oid), flag, DerWriter.element(Der.OCTET_STRING, value)));
        return new CertificateWriter(from, to, subject, issuer, more);
    }

    /** A leaf's usage: digital signatures, for one purpose. */
    public CertificateWriter usage(String purpose, boolean critical) {
        return extension(Oids.KEY_USAGE, true, Hex.decode("03020780"))
                .extension(Oids.EXTENDED_KEY_USAGE, critical, DerWriter.element(Der.SEQUENCE, oid(purpose)));
    }

    /** Without key usage and purposes. */
    public CertificateWriter withoutUsage() {
        return without(Oids.KEY_USAGE).without(Oids.EXTENDED_KEY_USAGE);
    }

    /** Without the extension {@code oid}. */
    public CertificateWriter without(String oid) {
        List<Bytes> fewer = extensions.stream()
                .filter(extension -> !Der.ofSequence(extension).oid().equals(oid))
                .toList();
        return new CertificateWriter(from, to, subject, issuer, fewer);
    }

    /** An authority's usage. */
    public CertificateWriter authority() {
        return extension(Oids.KEY_USAGE, true, Hex.decode("03020106"))
                .extension(Oids.BASIC_CONSTRAINTS, true, Hex.decode("30030101ff"));
    }

    /** @param signer an ECDSA key */
    public Certificate sign(VerificationKey key, ThrowawayKey signer) {
        String oid = signer.algorithm().startsWith("SHA384") ? "1.2.840.10045.4.3.3" : "1.2.840.10045.4.3.2";
        Bytes algorithm = DerWriter.element(Der.SEQUENCE, oid(oid));
        Bytes body = DerWriter.element(
                Der.SEQUENCE,
                Hex.decode("a003020102"),
                DerWriter.element(Der.INTEGER, Hex.decode("2a")),
                algorithm,
                name(issuer),
                DerWriter.element(Der.SEQUENCE, time(from), time(to)),
                name(subject),
                key.spki(),
                DerWriter.element(Der.context(3), DerWriter.element(Der.SEQUENCE, extensions.toArray(Bytes[]::new))));
        Bytes signature = signer.sign(body).bytes();
        return new Certificate(DerWriter.element(
                Der.SEQUENCE, body, algorithm, DerWriter.element(Der.BIT_STRING, Hex.decode("00"), signature)));
    }

    private static Bytes name(String commonName) {
        if (commonName.isEmpty()) {
            return DerWriter.element(Der.SEQUENCE);
        }
        Bytes attribute = DerWriter.element(
                Der.SEQUENCE, oid("2.5.4.3"), DerWriter.element(Der.UTF8_STRING, Bytes.utf8(commonName)));
        return DerWriter.element(Der.SEQUENCE, DerWriter.element(Der.SET, attribute));
    }

    private static Bytes time(Instant time) {
        return DerWriter.element(Der.GENERALIZED_TIME, Bytes.utf8(TIME.format(time)));
    }

    static Bytes oid(String dotted) {
        try {
            return Bytes.owned(new ASN1ObjectIdentifier(dotted).getEncoded());
        } catch (java.io.IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
