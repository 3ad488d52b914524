package dev.exhibit.crypto.timestamp;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.x509.Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A granted response of a timestamp authority (TimeStampResp, RFC 3161 section 2.4.2). What nobody signs must have one
 * form: status 0 without words, one signer, one hash, no revocation lists, no unsigned attributes.
 *
 * @param content the signed TSTInfo as it is encoded
 * @param info the same, read
 * @param certificates that came along; only those of the authority's known chain are taken
 * @param signer whose signature and over what
 */
public record TimestampResponse(
        Bytes content, TimestampInfo info, List<Certificate> certificates, TimestampSigner signer) {
    /** Longest response that is read, in bytes. */
    public static final int MAX_SIZE = 64 * 1024;

    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
    private static final int SIGNED_DATA_VERSION = 3;
    private static final int MAX_CERTIFICATES = 6;

    public TimestampResponse {
        certificates = List.copyOf(certificates);
    }

    /** @throws MalformedException unless it is a granted response of this form */
    public static TimestampResponse decode(Bytes document) {
        if (document.size() > MAX_SIZE) {
            throw new MalformedException(Reason.TOO_LARGE, "a timestamp above " + MAX_SIZE + " bytes");
        }
        Der response = Der.ofSequence(document);
        Der status = response.sequence();
        status.exactly(0, "status granted,");
        status.end();
        Der contentInfo = response.sequence();
        response.end();
        requireOid(contentInfo, SIGNED_DATA);
        Der explicit = contentInfo.constructed(Der.context(0));
        contentInfo.end();
        Der signedData = explicit.sequence();
        explicit.end();
        return read(signedData);
    }

    private static TimestampResponse read(Der signedData) {
        signedData.exactly(SIGNED_DATA_VERSION, "SignedData version");
        Der hashes = signedData.constructed(Der.SET);
        Bytes hash = hashes.whole();
        hashes.end();
        Der encapsulated = signedData.sequence();
        requireOid(encapsulated, TST_INFO);
        Der explicit = encapsulated.constructed(Der.context(0));
        Bytes content = explicit.octetString();
        explicit.end();
        encapsulated.end();
        List<Certificate> certificates = certificates(signedData);
        Der signers = signedData.constructed(Der.SET);
        TimestampSigner signer = TimestampSigner.read(signers.sequence(), hash);
        signers.end();
        signedData.end();
        return new TimestampResponse(content, TimestampInfo.read(content), certificates, signer);
    }

    private static List<Certificate> certificates(Der signedData) {
        List<Certificate> found = new ArrayList<>();
        if (signedData.nextIs(Der.context(0))) {
            Der items = signedData.constructed(Der.context(0));
            while (items.hasMore()) {
                found.add(new Certificate(items.whole()));
                if (found.size() > MAX_CERTIFICATES) {
                    throw new MalformedException(Reason.TOO_LARGE, "more than " + MAX_CERTIFICATES + " certificates");
                }
            }
        }
        return found;
    }

    /**
     * Returns if no certificates came along: nobody signs them, so each choice of them would be another spelling.
     *
     * @throws MalformedException otherwise
     */
    public void requireBare() {
        if (!certificates.isEmpty()) {
            throw new MalformedException(Reason.BAD_VALUE, "certificates that nobody signed");
        }
    }

    private static void requireOid(Der fields, String expected) {
        String found = fields.oid();
        if (!found.equals(expected)) {
            throw new MalformedException(Reason.UNSUPPORTED, "expected " + expected + ", found " + found);
        }
    }

    /**
     * Returns if the authority whose certificate is {@code certificate} signed this timestamp.
     *
     * @throws MalformedException if the signature is of an unknown form
     * @throws dev.exhibit.crypto.key.BadSignatureException if it did not
     */
    public void verifySignedBy(Certificate certificate, SignatureChecker checker) {
        signer.verify(content, certificate, checker);
    }
}
