package dev.exhibit.crypto.x509;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.DerWriter;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A version 3 certificate, parsed strictly (RFC 5280 section 4.1). Equal if its encoding is. */
public final class Certificate {
    /** Longest certificate that is read, in bytes. */
    public static final int MAX_SIZE = 64 * 1024;

    private static final int MAX_EXTENSIONS = 64;
    private static final int MAX_SERIAL_BITS = 160;
    private static final int VERSION_3 = 2;
    private static final String PEM_LABEL = "CERTIFICATE";

    private final Bytes encoded;
    private final Bytes signed;
    private final Bytes signatureIdentifier;
    private final SignatureBytes signature;
    private final List<Bytes> fields = new ArrayList<>();
    private final List<Extension> extensions;
    private final BigInteger serial;
    private final Bytes issuer;
    private final Instant notBefore;
    private final Instant notAfter;
    private final Bytes subject;
    private final VerificationKey key;

    /** @throws MalformedException unless {@code encoded} is one DER certificate of a form that is known here */
    public Certificate(Bytes encoded) {
        if (encoded.size() > MAX_SIZE) {
            throw new MalformedException(Reason.TOO_LARGE, "a certificate above " + MAX_SIZE + " bytes");
        }
        this.encoded = encoded;
        Der certificate = Der.ofSequence(encoded);
        this.signed = certificate.whole();
        this.signatureIdentifier = certificate.whole();
        this.signature = new SignatureBytes(certificate.bitString());
        certificate.end();

        Der body = Der.ofSequence(signed);
        requireVersion(field(body));
        this.serial = serial(Der.of(field(body)));
        if (!field(body).equals(signatureIdentifier)) {
            throw new MalformedException(Reason.BAD_VALUE, "a certificate names two signature algorithms");
        }
        this.issuer = field(body);
        Der validity = Der.ofSequence(field(body));
        this.notBefore = validity.time();
        this.notAfter = validity.time();
        validity.end();
        this.subject = field(body);
        this.key = new VerificationKey(field(body));
        this.extensions = extensions(body);
        body.end();
    }

    /** Reads one {@code CERTIFICATE} block (RFC 7468 section 5). */
    public static Certificate fromPem(String pem) {
        return new Certificate(Pem.decode(PEM_LABEL, pem));
    }

    private Bytes field(Der body) {
        Bytes field = body.whole();
        fields.add(field);
        return field;
    }

    private static void requireVersion(Bytes field) {
        Der outer = Der.of(field);
        Der version = outer.constructed(Der.context(0));
        version.exactly(VERSION_3, "X.509 version field");
        version.end();
    }

    private static BigInteger serial(Der field) {
        BigInteger serial = field.nonNegativeInteger();
        if (serial.signum() == 0 || serial.bitLength() > MAX_SERIAL_BITS) {
            throw new MalformedException(Reason.BAD_VALUE, "a serial number is positive and has at most 20 bytes");
        }
        return serial;
    }

    private static List<Extension> extensions(Der body) {
        Der outer = body.constructed(Der.context(3));
        Der items = outer.sequence();
        outer.end();
        List<Extension> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (items.hasMore()) {
            Extension extension = Extension.read(items.whole());
            if (!seen.add(extension.oid()) || seen.size() > MAX_EXTENSIONS) {
                throw new MalformedException(Reason.BAD_VALUE, "an extension twice, or more than " + MAX_EXTENSIONS);
            }
            found.add(extension);
        }
        return List.copyOf(found);
    }

    /** The certificate as it was given. */
    public Bytes encoded() {
        return encoded;
    }

    public BigInteger serial() {
        return serial;
    }

    /** The DER Name of who issued it. */
    public Bytes issuer() {
        return issuer;
    }

    /** The DER Name of whom it is about. */
    public Bytes subject() {
        return subject;
    }

    public VerificationKey key() {
        return key;
    }

    public Instant notBefore() {
        return notBefore;
    }

    /** Inclusive, as RFC 5280 section 4.1.2.5 has it. */
    public Instant notAfter() {
        return notAfter;
    }

    /** Whether {@code time} lies within the period of validity. */
    public boolean covers(Instant time) {
        return !time.isBefore(notBefore) && !time.isAfter(notAfter);
    }

    public List<Extension> extensions() {
        return extensions;
    }

    public Optional<Extension> extension(String oid) {
        return extensions.stream().filter(found -> found.oid().equals(oid)).findFirst();
    }

    /**
     * What was signed for the transparency log: the certificate's body without one extension (RFC 6962 section 3.2).
     *
     * @param oid the extension to leave out
     */
    public Bytes bodyWithout(String oid) {
        Bytes[] kept = extensions.stream()
                .filter(extension -> !extension.oid().equals(oid))
                .map(Extension::whole)
                .toArray(Bytes[]::new);
        Bytes list = DerWriter.element(Der.context(3), DerWriter.element(Der.SEQUENCE, kept));
        return DerWriter.element(Der.SEQUENCE, Bytes.concat(fields.toArray(Bytes[]::new)), list);
    }

    /**
     * Returns if {@code signer} signed this certificate.
     *
     * @throws MalformedException if the algorithm is unknown or not one of that key
     * @throws dev.exhibit.crypto.key.BadSignatureException if it did not
     */
    public void verifySignedBy(VerificationKey signer, SignatureChecker checker) {
        SignatureAlgorithm algorithm = SignatureIdentifier.read(signatureIdentifier, signer.type());
        checker.verify(signer, algorithm, signed, signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Certificate that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    @Override
    public String toString() {
        return "certificate " + serial.toString(16);
    }
}
