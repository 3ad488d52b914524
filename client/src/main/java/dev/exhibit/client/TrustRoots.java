package dev.exhibit.client;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustStatement.Owner;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The caller's tenant's trust root, as the service tells of it: nobody has verified anything yet. Thread-safe. */
public final class TrustRoots {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MAX_VERSION = 1_000_000_000;
    private static final String PATH = "/v1/trust-root";

    private final Transport transport;

    TrustRoots(Transport transport) {
        this.transport = transport;
    }

    /**
     * The newest version, whether the root has signed it or not.
     *
     * @param whose it is
     * @param root the key that the service says signs it
     * @param published the newest version that is signed
     * @param version of the files
     * @param trustedRoot a {@code trusted_root.json}
     * @param signingConfig a {@code signing_config.json}
     */
    public record Status(
            Owner whose,
            VerificationKey root,
            Optional<Long> published,
            long version,
            Bytes trustedRoot,
            Bytes signingConfig) {
        /** Reads what the service answered, or a file that holds it. */
        public static Status read(ObjectReader reply) {
            ObjectReader newest = reply.object("newest");
            Status status = new Status(
                    new Owner(reply.text("installation"), reply.text("tenant")),
                    new VerificationKey(reply.parsed("root", StrictBase64::decode)),
                    reply.optionalInteger("published", 1, MAX_VERSION),
                    newest.optionalInteger("version", 1, MAX_VERSION).orElse(1L),
                    newest.parsed("trustedRoot", StrictBase64::decode),
                    newest.parsed("signingConfig", StrictBase64::decode));
            newest.end();
            reply.end();
            return status;
        }
    }

    /** The newest version, signed or not. */
    public Status status() {
        return transport.json(get("/status"), JsonLimits.BODY, Status::read);
    }

    /** The root's word for the newest version that it has signed. */
    public Bytes envelope() {
        return read("/envelope");
    }

    /** The {@code trusted_root.json} of a version that the root has signed. */
    public Bytes trustedRoot(long version) {
        return read("?version=" + version);
    }

    /** The {@code signing_config.json} of a version that the root has signed. */
    public Bytes signingConfig(long version) {
        return read("/signing-config?version=" + version);
    }

    /** Hands in what the root has signed; answers the version that is published by that. */
    public long publish(Bytes envelope) {
        Json document = JsonReader.read(envelope, JsonLimits.BODY);
        return transport.json(
                transport.send(PATH + "/envelope", PATIENCE, builder -> ExhibitClient.json(builder, document)),
                JsonLimits.BODY,
                reply -> reply.optionalInteger("version", 1, MAX_VERSION).orElse(0L));
    }

    private Bytes read(String path) {
        return transport.read(get(path), JsonLimits.BODY.bytes());
    }

    private HttpResponse<InputStream> get(String path) {
        return transport.send(PATH + path, PATIENCE, HttpRequest.Builder::GET);
    }
}
