package dev.exhibit.boundary.token;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a request shows to be let in.
 *
 * @param method of the request
 * @param path of the request line, as it came, without the query
 * @param authorization the values of all {@code Authorization} headers
 * @param proofs the values of all {@code DPoP} headers
 * @param certificate SHA-256 of the DER-encoded certificate of the TLS peer, if there is one; never from a header
 * @param mustBeBound whether a token that is bound to nothing is refused: so on every route that writes
 */
public record Presentation(
        String method,
        String path,
        List<String> authorization,
        List<String> proofs,
        Optional<Digest> certificate,
        boolean mustBeBound) {
    public Presentation {
        authorization = List.copyOf(authorization);
        proofs = List.copyOf(proofs);
    }

    /** SHA-256 of a certificate's DER encoding, as {@code x5t#S256} has it (RFC 8705 section 3.1). */
    public static Digest thumbprint(X509Certificate certificate) {
        try {
            return Hashing.of(Bytes.owned(certificate.getEncoded()));
        } catch (CertificateEncodingException unreadable) {
            throw new MalformedException(Reason.DER, "the certificate cannot be encoded");
        }
    }
}
