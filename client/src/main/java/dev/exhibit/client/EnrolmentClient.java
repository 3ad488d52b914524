package dev.exhibit.client;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * Asks an authority for a client certificate, without having one or to renew it. Believes the one certificate authority it
 * is given and none of the platform's. Sends once: a code or a token may be used up even if no answer comes. Fails with
 * {@link ClientProblem}. Thread-safe.
 */
public final class EnrolmentClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** For a renewal, which somebody waits behind who could go on without it. */
    private static final Duration SHORT = Duration.ofSeconds(10);

    private static final String PATH = "/enroll";

    private final URI authority;
    private final Duration patience;
    private final HttpClient http;

    /**
     * @param authority for example {@code https://localhost:8445}
     * @param trust PEM of the certificate authority that the authority's own certificate must come from
     */
    public EnrolmentClient(URI authority, String trust) {
        this(authority, ClientTls.anonymous(trust), PATIENCE);
    }

    /** One that shows the certificate of {@code connection}, to the authority that the connection names. */
    static EnrolmentClient renewing(Connection connection) {
        URI authority = connection
                .enrolment()
                .orElseThrow(() -> new IllegalArgumentException("this certificate is not one that is renewed"));
        return new EnrolmentClient(authority, ClientTls.context(connection), SHORT);
    }

    private EnrolmentClient(URI authority, SSLContext tls, Duration patience) {
        if (!"https".equals(authority.getScheme()) || authority.getHost() == null) {
            throw new IllegalArgumentException("an authority is reached over https only: " + authority);
        }
        this.authority = authority;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .sslContext(tls)
                .sslParameters(ClientTls.parameters())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** A certificate for {@code key}, which stays here. */
    public Enrolled enrol(EnrolmentProof proof, SigningKey key) {
        Bytes request =
                CanonicalJson.of(proof.request(CertificateOrder.pem(key))).bytes();
        HttpRequest asked = HttpRequest.newBuilder(authority.resolve(PATH))
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request.toArray()))
                .build();
        return checked(Sending.once(http, asked, authority.toString(), EnrolmentClient::read), key);
    }

    private static Enrolled read(HttpResponse<InputStream> response, InputStream body) throws IOException {
        if (response.statusCode() >= 400) {
            throw ClientProblem.of(response);
        }
        try {
            Bytes bytes = Bytes.owned(body.readNBytes(JsonLimits.BODY.bytes() + 1));
            return Enrolled.read(JsonReader.readObject(bytes, JsonLimits.BODY));
        } catch (MalformedException | IllegalArgumentException unreadable) {
            throw ClientProblem.unreadable(response.statusCode(), String.valueOf(unreadable.getMessage()));
        }
    }

    /** A certificate for another key would be of no use, and a sign of something worse. */
    private static Enrolled checked(Enrolled enrolled, SigningKey key) {
        VerificationKey certified =
                VerificationKey.of(enrolled.chain().getFirst().getPublicKey());
        if (!certified.equals(key.published())) {
            throw ClientProblem.unreadable(201, "the certificate is for another key");
        }
        return enrolled;
    }

    @Override
    public void close() {
        http.close();
    }
}
