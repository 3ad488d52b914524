package dev.exhibit.boundary.pki;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds the certificates of a local authority (RFC 5280): P-256, SHA-256, random serial numbers. */
final class Certificates {
    private static final Period AUTHORITY_LIFE = Period.ofYears(10);
    /** RFC 5280 section 4.1.2.5: no well-defined end. */
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    private static final int SERIAL_BITS = 127;

    /** Clocks of other machines may be behind. */
    private static final Period BACKDATED = Period.ofDays(1);

    private final SecureRandom random;

    Certificates(SecureRandom random) {
        this.random = random;
    }

    /**
     * A self-signed authority that may sign end certificates only.
     *
     * @param title what its name begins with, before a number that makes it unique
     */
    X509Certificate authority(String title, KeyPair keys, Instant now) {
        BigInteger serial = serial();
        X500Principal name = new X500Principal("CN=" + title + " " + serial.toString(16) + ",O=Exhibit");
        Instant end = now.atZone(ZoneOffset.UTC).plus(AUTHORITY_LIFE).toInstant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial, Date.from(now.minus(BACKDATED)), Date.from(end), name, keys.getPublic());
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(keys.getPublic()));
            return sign(builder, keys.getPrivate());
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot build a certificate", impossible);
        }
    }

    /** A certificate for {@code key}, which ends at {@code end} or with the authority, whichever is first. */
    X509Certificate issue(CertificateRequest request, PublicKey key, Credential authority, Instant now, Instant end) {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        return issue(request, info, authority, new Validity(now.minus(BACKDATED), end));
    }

    /**
     * When a certificate is valid.
     *
     * @param start inclusive
     * @param end inclusive, unless the authority ends before
     */
    record Validity(Instant start, Instant end) {}

    /** The same, for a key that may be of another kind than those made here. */
    X509Certificate issue(
            CertificateRequest request, SubjectPublicKeyInfo key, Credential authority, Validity validity) {
        return sign(request.commonName(), serial(), key, authority, validity, builder -> {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(request.usage()));
            builder.addExtension(Extension.subjectAlternativeName, false, request.names());
        });
    }

    /** A certificate for a key that makes timestamps and nothing else (RFC 3161 section 2.3). */
    X509Certificate timestamping(VerificationKey key, Credential authority, Validity validity) {
        BigInteger serial = serial();
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.spki().toArray());
        ExtendedKeyUsage usage = new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping);
        return sign(
                "Exhibit timestamps " + serial.toString(16),
                serial,
                info,
                authority,
                validity,
                builder -> builder.addExtension(Extension.extendedKeyUsage, true, usage));
    }

    /** Says what a key is for. */
    private interface Purpose {
        void addTo(X509v3CertificateBuilder builder) throws IOException;
    }

    private X509Certificate sign(
            String name,
            BigInteger serial,
            SubjectPublicKeyInfo key,
            Credential authority,
            Validity validity,
            Purpose purpose) {
        X509Certificate issuer = authority.certificate();
        Instant last = issuer.getNotAfter().toInstant();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                serial,
                Date.from(validity.start()),
                Date.from(validity.end().isBefore(last) ? validity.end() : last),
                X500Name.getInstance(new X500Principal("CN=" + name + ",O=Exhibit").getEncoded()),
                key);
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            purpose.addTo(builder);
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuer));
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
            return sign(builder, authority.secretKey());
        } catch (IOException | GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot build a certificate", impossible);
        }
    }

    /**
     * A certificate that only carries a public key, because PKCS#12 wants one. A key of its own, thrown away at once,
     * signs it: the carried key signs nothing without a permit.
     */
    X509Certificate carrier(PublicKey key) {
        X500Principal name = new X500Principal("CN=carrier of a public key");
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(name, serial(), Date.from(Instant.EPOCH), Date.from(NEVER), name, key);
        try {
            return sign(builder, SigningKey.generatePair(random).getPrivate());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot build a certificate", impossible);
        }
    }

    /** The DER bytes of the names that {@code request} asks for, as a certificate's extension holds them. */
    static Bytes encodedNames(CertificateRequest request) {
        try {
            return Bytes.owned(request.names().getEncoded());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private BigInteger serial() {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
    }

    private X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) throws GeneralSecurityException {
        try {
            JcaContentSignerBuilder signer = new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer.build(key)));
        } catch (OperatorCreationException impossible) {
            throw new GeneralSecurityException(impossible);
        }
    }
}
