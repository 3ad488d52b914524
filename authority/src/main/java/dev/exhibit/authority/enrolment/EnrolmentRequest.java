package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.CorrelationId;
import java.security.cert.X509Certificate;

/**
 * A request for a client certificate.
 *
 * @param proof by what the sender may have one
 * @param order PEM of a PKCS#10 request with the key it is for
 * @param address where it came from
 * @param correlation ties log and audit to it
 */
public record EnrolmentRequest(Proof proof, String order, String address, CorrelationId correlation) {

    /** By what a certificate is asked for. */
    public sealed interface Proof {
        /** A one-time code, see {@link OneTimeCode}. */
        record Code(String text) implements Proof {
            @Override
            public String toString() {
                return "a code";
            }
        }

        /** The OpenID Connect token of a CI job. */
        record JobToken(String compact) implements Proof {
            @Override
            public String toString() {
                return "a job's token";
            }
        }

        /** The certificate of the connection, verified by the handshake, which is to be followed by another. */
        record Certificate(X509Certificate leaf) implements Proof {}
    }
}
