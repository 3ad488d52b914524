package dev.exhibit.client;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.ObjectReader;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A client certificate, and what it is good for.
 *
 * @param chain the certificate first, then those above it
 * @param identity what it says
 * @param client whose tokens it gets
 * @param tenant the client's
 * @param expires when it ends
 * @param tokens where these tokens are
 * @param server where the service is, if the authority knows
 */
public record Enrolled(
        List<X509Certificate> chain,
        String identity,
        String client,
        String tenant,
        Instant expires,
        TokenIssuer tokens,
        Optional<URI> server) {
    public Enrolled {
        chain = List.copyOf(chain);
    }

    static Enrolled read(ObjectReader answer) {
        String client = answer.text("client");
        TokenIssuer tokens =
                new TokenIssuer(answer.parsed("tokenEndpoint", URI::create), client, answer.text("audience"));
        return new Enrolled(
                answer.parsed("certificate", Enrolled::chain),
                answer.text("identity"),
                client,
                answer.text("tenant"),
                answer.parsed("expires", Instant::parse),
                tokens,
                answer.optionalParsed("server", URI::create));
    }

    private static List<X509Certificate> chain(String pem) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = factory
                    .generateCertificates(Bytes.utf8(pem).open())
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new MalformedException(Reason.BAD_VALUE, "no certificate");
            }
            return chain;
        } catch (CertificateException unreadable) {
            throw new MalformedException(Reason.PEM, "not certificates");
        }
    }
}
