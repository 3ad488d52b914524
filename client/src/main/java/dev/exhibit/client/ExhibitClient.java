package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The service's API. Every method fails with {@link ClientProblem}. Thread-safe. */
public final class ExhibitClient implements AutoCloseable {
    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Duration UPLOAD = Duration.ofHours(2);
    private static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";
    private static final int MAX_BLOB_IN_MEMORY = 64 * 1024 * 1024;
    private static final int MAX_LIST = 10_000;

    private final Transport transport;
    private final Supplier<UUID> ids;

    /** @param ids random ids, for multipart boundaries */
    public ExhibitClient(Connection connection, Retries retries, Supplier<UUID> ids) {
        this.transport = new Transport(connection, retries);
        this.ids = ids;
    }

    /** Attests an artifact whose bytes are sent along. @param keep whether the service stores the artifact too */
    public Attested attest(AttestOrder order, Path artifact, boolean keep) {
        Multipart multipart = new Multipart("exhibit-" + ids.get());
        Bytes request = CanonicalJson.of(order.document(keep)).bytes();
        return attested(transport.send("/v1/attestations", UPLOAD, builder -> builder.header(
                        "Content-Type", multipart.contentType())
                .header("Idempotency-Key", order.idempotencyKey())
                .POST(opened(() -> multipart.of(request, artifact)))));
    }

    /** Attests an artifact that the service already stores. */
    public Attested attestStored(AttestOrder order) {
        return attested(transport.send("/v1/attestations", QUICK, builder -> json(builder, order.document(false))
                .header("Idempotency-Key", order.idempotencyKey())));
    }

    /** Signs an artifact's bytes. */
    public Signed sign(String idempotencyKey, Digest expected, Path artifact) {
        ObjectReader reply = transport.json(
                transport.send("/v1/signatures", UPLOAD, builder -> builder.header("Content-Type", BYTES)
                        .header("Idempotency-Key", idempotencyKey)
                        .header("Artifact-Digest", expected.toString())
                        .POST(opened(() -> BodyPublishers.ofFile(artifact)))),
                JsonLimits.BUNDLE);
        return new Signed(
                reply.parsed("artifact", Digest::parse), reply.text("keyId"), reply.text("checked"), bundle(reply));
    }

    /** Stores a file under its digest. Storing it again changes nothing. */
    public void putBlob(Digest digest, Path file) {
        putBlob(digest, opened(() -> BodyPublishers.ofFile(file)));
    }

    /** Stores bytes under their digest. Storing them again changes nothing. */
    public void putBlob(Digest digest, Bytes bytes) {
        putBlob(digest, BodyPublishers.ofByteArray(bytes.toArray()));
    }

    private void putBlob(Digest digest, BodyPublisher body) {
        transport.read(
                transport.send("/v1/blobs/" + digest, UPLOAD, builder -> builder.header("Content-Type", BYTES)
                        .PUT(body)),
                JsonLimits.BODY.bytes());
    }

    /** The bytes under a digest, at most 64 MiB, as the service gave them: hash them before you believe them. */
    public Bytes blob(Digest digest) {
        return transport.read(transport.send("/v1/blobs/" + digest, QUICK, HttpRequest.Builder::GET), MAX_BLOB_IN_MEMORY);
    }

    /** The bytes under a digest as a stream, which the caller closes. */
    public InputStream openBlob(Digest digest) {
        return transport.send("/v1/blobs/" + digest, UPLOAD, HttpRequest.Builder::GET).body();
    }

    /** Says what a stored blob is. */
    public EvidenceRecord register(Registration registration) {
        return EvidenceRecord.read(transport.json(
                transport.send("/v1/evidence", QUICK, builder -> json(builder, registration.document())),
                JsonLimits.BODY));
    }

    public EvidenceRecord evidence(Digest digest) {
        return EvidenceRecord.read(
                transport.json(transport.send("/v1/evidence/" + digest, QUICK, HttpRequest.Builder::GET), JsonLimits.BODY));
    }

    /** Everything that speaks of an artifact. */
    public List<EvidenceRecord> evidenceOf(Digest artifact) {
        return transport
                .json(
                        transport.send("/v1/artifacts/" + artifact + "/evidence", QUICK, HttpRequest.Builder::GET),
                        JsonLimits.PREDICATE)
                .objects("evidence", MAX_LIST)
                .stream()
                .map(EvidenceRecord::read)
                .toList();
    }

    /** Cuts the slice of an SBOM that answers why one component is there. @param component its purl or bom-ref */
    public Derived slice(Digest sbom, String component) {
        ObjectReader reply = transport.json(
                transport.send("/v1/slices", QUICK, builder -> json(
                        builder, Json.object().with("sbom", sbom.toString()).with("component", component))),
                JsonLimits.BODY);
        return new Derived(
                reply.parsed("slice", Digest::parse),
                reply.parsed("derivation", Digest::parse),
                reply.optionalInteger("components", 0, JsonLimits.MAX_SAFE_INTEGER).orElse(0L));
    }

    /** Runs a derivation again and compares the bytes. */
    public Replayed replay(Digest derivation) {
        ObjectReader reply = transport.json(
                transport.send("/v1/replays", QUICK, builder -> json(
                        builder, Json.object().with("derivation", derivation.toString()))),
                JsonLimits.BODY);
        boolean identical = reply.text("result").equals("identical");
        return new Replayed(
                identical,
                reply.parsed("output", Digest::parse),
                reply.optionalText("class").map(kind -> kind + ": " + reply.optionalText("detail").orElse("")));
    }

    /** The tenant's active signing keys. */
    public List<VerificationKey> keys() {
        return transport
                .json(transport.send("/v1/keys", QUICK, HttpRequest.Builder::GET), JsonLimits.BODY)
                .objects("keys", MAX_LIST)
                .stream()
                .map(key -> new VerificationKey(key.parsed("spki", StrictBase64::decode)))
                .toList();
    }

    @Override
    public void close() {
        transport.close();
    }

    private Attested attested(HttpResponse<InputStream> response) {
        ObjectReader reply = transport.json(response, JsonLimits.BUNDLE);
        return new Attested(
                reply.parsed("artifact", Digest::parse),
                reply.parsed("evidence", Digest::parse),
                reply.text("keyId"),
                reply.text("checked"),
                bundle(reply));
    }

    /** Answers are canonical JSON, so the canonical form of the member is the bundle byte for byte. */
    private static Bytes bundle(ObjectReader reply) {
        return CanonicalJson.of(reply.required("bundle")).bytes();
    }

    private static HttpRequest.Builder json(HttpRequest.Builder builder, Json document) {
        return builder.header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(CanonicalJson.of(document).bytes().toArray()));
    }

    private interface Opening {
        BodyPublisher open() throws FileNotFoundException;
    }

    private static BodyPublisher opened(Opening opening) {
        try {
            return opening.open();
        } catch (FileNotFoundException missing) {
            throw new UncheckedIOException((IOException) missing);
        }
    }
}
