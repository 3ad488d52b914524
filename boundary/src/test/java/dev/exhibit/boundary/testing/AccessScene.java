package dev.exhibit.boundary.testing;

import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** One route and one caller of a service, for which {@link WrongPresentation} makes what must be refused. */
public interface AccessScene {
    TestIssuer issuer();

    /** What the service's clock shows. */
    Instant now();

    String method();

    /** The URL of the request, as a proof names it. */
    String url();

    /** The client certificate of the connection. */
    X509Certificate certificate();

    /** A certificate of somebody else. */
    X509Certificate otherCertificate();

    /** The caller's key for proofs. */
    ThrowawayKey holder();

    /** A fresh nonce of the service for the tenant acme. */
    String nonce();

    /** Sends what is good once, so that it was used. */
    void use(Shown shown);

    /** A good token bound to the caller's key. */
    default String token() {
        return issuer().token(holder()).text();
    }

    /** A good proof for this request with {@code token}. */
    default TestJwt proof(String token) {
        return issuer().proof(holder(), method(), url(), token, nonce());
    }
}
