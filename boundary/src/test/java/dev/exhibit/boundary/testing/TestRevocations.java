package dev.exhibit.boundary.testing;

import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;

/** A revocation list in the making: valid from a minute ago for a day, unless a test says otherwise. */
public final class TestRevocations {
    private final TestAuthority authority;
    private final X509v2CRLBuilder list;
    private final Instant start;

    public TestRevocations(TestAuthority authority) {
        this(
                authority,
                Instant.now().minus(Duration.ofMinutes(1)),
                Instant.now().plus(Duration.ofDays(1)));
    }

    public TestRevocations(TestAuthority authority, Instant from, Instant until) {
        this.authority = authority;
        this.start = from;
        this.list = new JcaX509v2CRLBuilder(authority.name(), Date.from(from));
        list.setNextUpdate(Date.from(until));
        extension(Extension.cRLNumber, false);
    }

    /** The same without a time at which the next one is due. */
    public static TestRevocations endless(TestAuthority authority) {
        return new TestRevocations(authority, new JcaX509v2CRLBuilder(authority.name(), Date.from(Instant.now())));
    }

    private TestRevocations(TestAuthority authority, X509v2CRLBuilder list) {
        this.authority = authority;
        this.start = Instant.now();
        this.list = list;
        extension(Extension.cRLNumber, false);
    }

    /** Takes a certificate back. */
    public TestRevocations revoke(X509Certificate certificate) {
        list.addCRLEntry(certificate.getSerialNumber(), Date.from(start), CRLReason.keyCompromise);
        return this;
    }

    /** Says that it only tells what changed since another list. */
    public TestRevocations delta() {
        return extension(Extension.deltaCRLIndicator, true);
    }

    /** With an extension of which only its presence matters. */
    public TestRevocations extension(ASN1ObjectIdentifier oid, boolean critical) {
        try {
            list.addExtension(oid, critical, value(oid));
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ASN1Encodable value(ASN1ObjectIdentifier oid) {
        if (oid.equals(Extension.issuingDistributionPoint)) {
            return new IssuingDistributionPoint(null, true, false, null, false, false);
        }
        boolean number = oid.equals(Extension.cRLNumber) || oid.equals(Extension.deltaCRLIndicator);
        return number ? new CRLNumber(BigInteger.ONE) : DERNull.INSTANCE;
    }

    /** The list, DER. */
    public Bytes signed() {
        return authority.sign(list);
    }

    /** The list, signed by somebody else in the authority's name. */
    public Bytes signedBy(TestAuthority other) {
        return other.sign(list);
    }
}
