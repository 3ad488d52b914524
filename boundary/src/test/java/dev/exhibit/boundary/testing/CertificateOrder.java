package dev.exhibit.boundary.testing;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Requests for certificates (PKCS#10), made by Bouncy Castle: another hand than the reader's. */
public final class CertificateOrder {
    private CertificateOrder() {}

    /** What a client sends, PEM; it asks to be somebody else, which counts for nothing. */
    public static String pem(ThrowawayKey key) {
        return pem(der(key, key));
    }

    /** The same of other bytes. */
    public static String pem(Bytes der) {
        return Pem.encode("CERTIFICATE REQUEST", der);
    }

    /** A request for one key, signed with another. */
    public static Bytes der(ThrowawayKey key, ThrowawayKey signer) {
        try {
            ExtensionsGenerator wishes = new ExtensionsGenerator();
            wishes.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(
                            GeneralName.uniformResourceIdentifier, "spiffe://exhibit.internal/tenant/other/admin")));
            return Bytes.owned(new PKCS10CertificationRequestBuilder(
                            new X500Name("CN=somebody else"),
                            SubjectPublicKeyInfo.getInstance(
                                    key.published().spki().toArray()))
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wishes.generate())
                    .build(new JcaContentSignerBuilder(signer.algorithm()).build(signer.secret()))
                    .getEncoded());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (OperatorCreationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
