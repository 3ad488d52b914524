package dev.exhibit.client;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.SigningKey;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A throw-away authority with a server and a client certificate. */
final class TestCertificates {
    private static final String PASSWORD = "a password";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final X500Principal ISSUER = new X500Principal("CN=test authority");

    /** How long before and after now certificates are good. */
    static final Duration HALF_LIFE = Duration.ofHours(1);

    private final KeyPair keys = SigningKey.generatePair(RANDOM);
    private final X509Certificate authority;

    TestCertificates() throws Exception {
        authority = certificate(
                keys.getPublic(),
                Instant.now().plus(HALF_LIFE),
                ISSUER,
                new BasicConstraints(0),
                new GeneralName(GeneralName.dNSName, "none"));
    }

    String authorityPem() throws Exception {
        return Pem.encode("CERTIFICATE", Bytes.owned(authority.getEncoded()));
    }

    /** A PKCS#12 file for a client. */
    Path clientStore(Path folder) throws Exception {
        Path file = folder.resolve("client.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            issue(new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://test/client"))
                    .store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** A certificate for the client's own key, with the one above it. */
    String clientPem(KeyPair pair) throws Exception {
        return clientPem(pair.getPublic(), Instant.now().plus(HALF_LIFE));
    }

    String clientPem(PublicKey key, Instant end) throws Exception {
        X509Certificate issued = certificate(
                key,
                end,
                new X500Principal("CN=leaf"),
                new BasicConstraints(false),
                new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://test/client"));
        return Pem.encode("CERTIFICATE", Bytes.owned(issued.getEncoded())) + authorityPem();
    }

    Path passwordFile(Path folder) throws Exception {
        return Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    }

    /** A server that answers to {@code host} and wants a client certificate of this authority. */
    SSLContext serverContext(String host) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(issue(new GeneralName(GeneralName.dNSName, host)), PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore issue(GeneralName name) throws Exception {
        KeyPair pair = SigningKey.generatePair(RANDOM);
        X509Certificate issued = certificate(
                pair.getPublic(),
                Instant.now().plus(HALF_LIFE),
                new X500Principal("CN=leaf"),
                new BasicConstraints(false),
                name);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", pair.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {issued, authority});
        return store;
    }

    private X509Certificate certificate(
            PublicKey key, Instant end, X500Principal subject, BasicConstraints constraints, GeneralName name)
            throws Exception {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                        ISSUER,
                        new BigInteger(64, RANDOM),
                        Date.from(now.minus(HALF_LIFE)),
                        Date.from(end),
                        subject,
                        key)
                .addExtension(Extension.basicConstraints, true, constraints)
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }
}
