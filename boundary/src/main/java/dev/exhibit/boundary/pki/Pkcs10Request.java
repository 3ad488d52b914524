package dev.exhibit.boundary.pki;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.x509.SignatureIdentifier;

/**
 * A request for a certificate (PKCS#10, RFC 2986 section 4.2), of which only the key counts: names and attributes are read
 * for their form and then ignored, because who somebody is, is never taken from what he asks for.
 *
 * @param key which the sender proved to have
 */
public record Pkcs10Request(VerificationKey key) {
    /** Longest request that is read, in bytes of DER. */
    public static final int MAX_SIZE = 8 * 1024;

    private static final String PEM_LABEL = "CERTIFICATE REQUEST";
    private static final int CONSTRUCTED = 0x20;
    private static final int VERSION_1 = 0;

    /**
     * Reads one {@code CERTIFICATE REQUEST} block (RFC 7468 section 7) and checks its own signature.
     *
     * @throws MalformedException unless it is one strict DER request, of a key of ECDSA P-256 or P-384, Ed25519, or RSA of
     *     2048 to 4096 bits, signed with that key
     */
    public static Pkcs10Request fromPem(String pem, SignatureChecker checker) {
        Bytes encoded = Pem.decode(PEM_LABEL, pem);
        if (encoded.size() > MAX_SIZE) {
            throw new MalformedException(Reason.TOO_LARGE, "a certificate request above " + MAX_SIZE + " bytes");
        }
        Der request = Der.ofSequence(encoded);
        Bytes info = request.whole();
        Bytes identifier = request.whole();
        SignatureBytes signature = new SignatureBytes(request.bitString());
        request.end();
        VerificationKey key = key(Der.ofSequence(info));
        demandSignature(key, identifier, info, signature, checker);
        return new Pkcs10Request(key);
    }

    private static VerificationKey key(Der info) {
        info.exactly(VERSION_1, "PKCS#10 version field");
        demandSequenceOfDer(info.whole());
        VerificationKey key = new VerificationKey(info.whole());
        Der attributes = info.constructed(Der.context(0));
        while (attributes.hasMore()) {
            demandSequenceOfDer(attributes.whole());
        }
        info.end();
        return switch (key.type()) {
            case EC_P256, EC_P384, ED25519, RSA -> key;
            case EC_P521, ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
                throw new MalformedException(
                        Reason.UNSUPPORTED,
                        "certificates are for ECDSA P-256 or P-384, Ed25519 or RSA, not for "
                                + key.type().label());
        };
    }

    private static void demandSignature(
            VerificationKey key, Bytes identifier, Bytes info, SignatureBytes signature, SignatureChecker checker) {
        SignatureAlgorithm algorithm = SignatureIdentifier.read(identifier, key.type());
        try {
            checker.verify(key, algorithm, info, signature);
        } catch (BadSignatureException another) {
            throw new MalformedException(Reason.BAD_VALUE, "the request is not signed with the key that it is for");
        }
    }

    /** What is ignored must be DER all the same: one request has one encoding. */
    private static void demandSequenceOfDer(Bytes element) {
        if (element.at(0) != Der.SEQUENCE) {
            throw new MalformedException(Reason.DER, "not DER: expected tag 30");
        }
        demandDer(element, 1);
    }

    private static void demandDer(Bytes element, int depth) {
        if (depth > Der.MAX_DEPTH) {
            throw new MalformedException(Reason.DER, "not DER: nested deeper than " + Der.MAX_DEPTH);
        }
        int tag = element.at(0);
        if ((tag & CONSTRUCTED) == 0) {
            return;
        }
        Der inner = Der.of(element).constructed(tag);
        while (inner.hasMore()) {
            demandDer(inner.whole(), depth + 1);
        }
    }
}
