package dev.exhibit.boundary.testing;

import dev.exhibit.boundary.tls.TlsMaterial;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as a test. */
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final KeyPair keys;
    private final X500Principal name;
    private final X509Certificate certificate;
    private final List<X509Certificate> above;

    public TestAuthority(String name) {
        this(name, 0);
    }

    /** @param pathLength how many authorities may stand below it */
    public TestAuthority(String name, int pathLength) {
        this(keyPair(), new X500Principal("CN=" + name), new Leaf(), pathLength);
    }

    private TestAuthority(KeyPair keys, X500Principal name, Leaf period, int pathLength) {
        this.keys = keys;
        this.name = name;
        this.certificate = sign(period, name, keys, new AuthorityExtensions(pathLength));
        this.above = List.of();
    }

    /** The same authority with another certificate. */
    public TestAuthority renewed(Instant start, Instant end) {
        return new TestAuthority(keys, name, new Leaf().valid(start, end), certificate.getBasicConstraints());
    }

    private TestAuthority(String name, int pathLength, TestAuthority signer) {
        this.keys = keyPair();
        this.name = new X500Principal("CN=" + name);
        this.certificate = signer.sign(new Leaf(), this.name, keys, new AuthorityExtensions(pathLength));
        this.above =
                Stream.concat(Stream.of(certificate), signer.above.stream()).toList();
    }

    /** An authority that this one has signed; what it issues comes with the certificates up to this one. */
    public TestAuthority below(String lower, int pathLength) {
        return new TestAuthority(lower, pathLength, this);
    }

    private record AuthorityExtensions(int pathLength) implements Extensions {
        @Override
        public void add(X509v3CertificateBuilder builder) throws CertIOException {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        }
    }

    /** The name of the authority. */
    public X500Principal name() {
        return name;
    }

    /** Signs a revocation list. */
    public Bytes sign(X509v2CRLBuilder list) {
        try {
            return Bytes.owned(list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded());
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** A certificate for 127.0.0.1 and localhost. */
    public TestIdentity server() {
        return issue(new Leaf()
                .usage(KeyPurposeId.id_kp_serverAuth)
                .name(GeneralName.dNSName, "localhost")
                .name(GeneralName.iPAddress, "127.0.0.1"));
    }

    /** A client certificate with one URI name. */
    public TestIdentity client(String spiffeId) {
        return issue(
                new Leaf().usage(KeyPurposeId.id_kp_clientAuth).name(GeneralName.uniformResourceIdentifier, spiffeId));
    }

    /** What a listener with a certificate of this authority needs to believe clients of {@code authorities}. */
    public TlsMaterial material(TestAuthority... authorities) {
        TestIdentity server = server();
        List<X509Certificate> believed = new ArrayList<>();
        for (TestAuthority authority : authorities) {
            believed.add(authority.certificate());
        }
        return TlsMaterial.of(server.keys().getPrivate(), server.chain(), believed);
    }

    /** Signs whatever {@code leaf} says. */
    public TestIdentity issue(Leaf leaf) {
        KeyPair own = leaf.keys.orElseGet(TestAuthority::keyPair);
        X509Certificate signed = sign(leaf, new X500Principal("CN=leaf"), own, leaf::extend);
        return new TestIdentity(
                own, Stream.concat(Stream.of(signed), above.stream()).toList());
    }

    /** What a certificate should say. */
    public static final class Leaf {
        private final List<GeneralName> names = new ArrayList<>();
        private final List<KeyPurposeId> usages = new ArrayList<>();
        private final List<ASN1ObjectIdentifier> unknown = new ArrayList<>();
        private Optional<KeyPair> keys = Optional.empty();
        private boolean authority;
        private Instant start = Instant.now().minus(Duration.ofMinutes(1));
        private Instant end = Instant.now().plus(Duration.ofHours(1));

        public Leaf name(int kind, String value) {
            names.add(new GeneralName(kind, value));
            return this;
        }

        public Leaf usage(KeyPurposeId usage) {
            usages.add(usage);
            return this;
        }

        public Leaf valid(Instant from, Instant until) {
            start = from;
            end = until;
            return this;
        }

        /** With a key of another kind than P-256. */
        public Leaf keys(KeyPair pair) {
            keys = Optional.of(pair);
            return this;
        }

        /** A certificate that says it is an authority's. */
        public Leaf authority() {
            authority = true;
            return this;
        }

        /** With a critical extension that nobody knows. */
        public Leaf critical(String oid) {
            unknown.add(new ASN1ObjectIdentifier(oid));
            return this;
        }

        private void extend(X509v3CertificateBuilder builder) throws CertIOException {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            for (ASN1ObjectIdentifier oid : unknown) {
                builder.addExtension(oid, true, new DEROctetString(new byte[0]));
            }
            if (!usages.isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usages.toArray(KeyPurposeId[]::new)));
            }
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
        }
    }

    private interface Extensions {
        void add(X509v3CertificateBuilder builder) throws CertIOException;
    }

    private X509Certificate sign(Leaf leaf, X500Principal subject, KeyPair subjectKeys, Extensions extensions) {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(SERIAL.getAndIncrement()),
                Date.from(leaf.start),
                Date.from(leaf.end),
                subject,
                subjectKeys.getPublic());
        try {
            extensions.add(builder);
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (CertIOException | GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
