package dev.exhibit.boundary.testing;

import dev.exhibit.boundary.tls.TlsMaterial;
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
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as a test. */
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final KeyPair keys = keyPair();
    private final X500Principal name;
    private final X509Certificate certificate;

    public TestAuthority(String name) {
        this.name = new X500Principal("CN=" + name);
        this.certificate = sign(new Leaf(), this.name, keys, builder -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        });
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
        KeyPair own = keyPair();
        X509Certificate signed = sign(leaf, new X500Principal("CN=leaf"), own, leaf::extend);
        return new TestIdentity(own, List.of(signed));
    }

    /** What a certificate should say. */
    public static final class Leaf {
        private final List<GeneralName> names = new ArrayList<>();
        private final List<KeyPurposeId> usages = new ArrayList<>();
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

        private void extend(X509v3CertificateBuilder builder) throws CertIOException {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
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
