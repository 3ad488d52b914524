package dev.exhibit.boundary.http;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.tls.CertificateRefusedException;
import dev.exhibit.boundary.tls.ClientTrust;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the certificate of the caller where a trusted proxy ends TLS: it passes it on in {@code Client-Cert} (RFC 9440
 * section 2.2), and then that certificate is the caller's for everything. The header is read only if the peer itself showed
 * the certificate of a listed proxy; so is {@link ForwardedFor}, for counting alone; no other header about callers is ever
 * read. An open connection is
 * looked at again with every request: its certificate may have been revoked meanwhile, or a list or an authority has ended.
 *
 * @param trust what is believed at this moment, of those who connect and of those behind a proxy alike
 * @param silence what a proxy means that passes on nothing
 */
record LookBehindProxies(Supplier<ClientTrust> trust, InstantSource clock, Silence silence) implements Filter {
    static final String HEADER = "Client-Cert";

    /** What it means that a trusted proxy passes on no certificate. A proxy never acts as itself. */
    enum Silence {
        /** Its client must have one. */
        REFUSED,
        /** Its client has none, and needs none here. */
        NOBODY
    }

    @Override
    public void filter(Incoming in, Outgoing out, Rest rest) {
        ClientTrust now = trust.get();
        Optional<X509Certificate> shown = in.peerAt(clock.instant());
        shown.ifPresent(leaf -> judge(() -> now.requireStill(in.peerChain(), clock.instant())));
        if (shown.filter(now::isProxy).isPresent()) {
            in.peer(passedOn(in.header(HEADER), now));
            ForwardedFor.last(in.header(ForwardedFor.HEADER)).ifPresent(in::address);
        }
        rest.proceed();
    }

    private Optional<X509Certificate> passedOn(List<String> values, ClientTrust now) {
        if (values.isEmpty() && silence == Silence.NOBODY) {
            return Optional.empty();
        }
        if (values.size() != 1) {
            throw refused("a proxy passes on one certificate of its client in the header " + HEADER);
        }
        X509Certificate leaf = certificate(values.getFirst());
        Instant time = clock.instant();
        judge(() -> {
            if (now.isProxy(now.require(List.of(leaf), time))) {
                throw new CertificateRefusedException("it is a proxy's own");
            }
        });
        return Optional.of(leaf);
    }

    /** A byte sequence (RFC 8941 section 3.3.5) without parameters, of the DER of one certificate and nothing else. */
    private static X509Certificate certificate(String value) {
        if (value.length() < 2 || !value.startsWith(":") || !value.endsWith(":")) {
            throw refused("the header " + HEADER + " is not a byte sequence");
        }
        try {
            Bytes der = StrictBase64.decode(value.substring(1, value.length() - 1));
            var read = CertificateFactory.getInstance("X.509").generateCertificate(der.open());
            if (read instanceof X509Certificate certificate
                    && Bytes.of(read.getEncoded()).equals(der)) {
                return certificate;
            }
            throw refused("the header " + HEADER + " holds more than a certificate");
        } catch (MalformedException | CertificateException unreadable) {
            throw refused("the header " + HEADER + " holds no certificate");
        }
    }

    private static void judge(Runnable check) {
        try {
            check.run();
        } catch (CertificateRefusedException refused) {
            if (refused.isRevoked()) {
                throw new ProblemException(ProblemCode.CERTIFICATE_REVOKED, "this certificate was revoked");
            }
            throw refused("the certificate is not believed: " + refused.getMessage());
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemCode.IDENTITY_UNKNOWN, why);
    }
}
