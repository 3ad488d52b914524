package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.journal.CompletenessProof;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustRoot;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The service's API. Every method fails with {@link ClientProblem}. Thread-safe. */
public final class ExhibitClient implements AutoCloseable {
    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Duration UPLOAD = Duration.ofHours(2);
    private static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";
    private static final int MAX_BLOB_IN_MEMORY = 64 * 1024 * 1024;
    private static final int MAX_LIST = 10_000;

    private static final int ACCEPTED = 202;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final int LOOKS = 60;

    private final Transport transport;
    private final Supplier<UUID> ids;
    private final Consumer<String> warnings;

    public ExhibitClient(Connection connection, ClientParts parts) {
        this.transport = new Transport(connection, parts);
        this.ids = parts.ids();
        this.warnings = parts.warnings();
    }

    /**
     * Attests an artifact whose bytes are sent along.
     *
     * @param keep whether the service stores the artifact too
     */
    public Attested attest(AttestOrder order, Path artifact, boolean keep) {
        Multipart multipart = new Multipart("exhibit-" + ids.get());
        Bytes request = CanonicalJson.of(order.document(keep)).bytes();
        BodyPublisher body = opened(() -> multipart.of(request, artifact));
        HttpResponse<InputStream> response = transport.send(
                "/v1/attestations",
                UPLOAD,
                builder -> builder.header("Content-Type", multipart.contentType())
                        .header("Idempotency-Key", order.idempotencyKey())
                        .POST(body));
        return attested(response);
    }

    /** Attests an artifact that the service already stores. */
    public Attested attestStored(AttestOrder order) {
        HttpResponse<InputStream> response = transport.send(
                "/v1/attestations",
                QUICK,
                builder -> json(builder, order.document(false)).header("Idempotency-Key", order.idempotencyKey()));
        return attested(response);
    }

    /**
     * Attests many artifacts that the service already stores, each with its own end.
     *
     * @param idempotencyKey names them all; the keys of the orders are not sent
     * @param orders at most 1,000, of 16 MiB in all
     * @return what came of each, in their order
     */
    public List<AttestedOrNot> attestStored(String idempotencyKey, List<AttestOrder> orders) {
        List<Json> documents =
                orders.stream().<Json>map(order -> order.document(false)).toList();
        HttpResponse<InputStream> response = transport.send(
                "/v1/attestations:batch",
                UPLOAD,
                builder -> json(builder, Json.object().with("attestations", Json.array(documents)))
                        .header("Idempotency-Key", idempotencyKey));
        return transport.json(
                response,
                JsonLimits.DOCUMENT,
                reply -> reply.items("results", orders.size()).stream()
                        .map(AttestedOrNot::read)
                        .toList());
    }

    /** Attests an artifact that the service fetches itself. */
    public Attested attest(AttestOrder order, RemoteSource artifact) {
        Json document = order.document(artifact.attesting());
        HttpResponse<InputStream> response = transport.send(
                "/v1/attestations",
                UPLOAD,
                builder -> json(builder, document).header("Idempotency-Key", order.idempotencyKey()));
        return attested(response);
    }

    /** What the service answered; or, where it has taken the claim in line, what comes of it within two minutes. */
    private Attested attested(HttpResponse<InputStream> response) {
        if (response.statusCode() != ACCEPTED) {
            return transport.json(response, JsonLimits.BUNDLE, Attested::read);
        }
        WaitingAttestation waiting = waiting(response);
        if (transport.isPatient()) {
            warnings.accept(
                    "the service has accepted this and finishes it when log, timestamps and store are back; waiting");
        }
        for (int look = 0; look < LOOKS && waiting.state().equals("queued") && transport.isPatient(); look++) {
            transport.pause(BETWEEN_LOOKS);
            waiting = waiting(get("/v1/attestations/waiting/" + waiting.id()));
        }
        if (waiting.problem().isPresent()) {
            throw ClientProblem.of(waiting.problem().get());
        }
        WaitingAttestation seen = waiting;
        Digest evidence = seen.evidence().orElseThrow(() -> ClientProblem.stillWaiting(seen.document()));
        return seen.with(evidence, attestation(evidence));
    }

    private WaitingAttestation waiting(HttpResponse<InputStream> response) {
        return transport.document(response, WaitingAttestation::read);
    }

    /**
     * The bundle of an attestation, byte for byte.
     *
     * @param evidence the digest under which it was stored
     */
    public Bytes attestation(Digest evidence) {
        return transport.read(get("/v1/attestations/" + evidence), JsonLimits.BUNDLE.bytes());
    }

    /** Signs an artifact whose bytes are sent along. */
    public Signed sign(String idempotencyKey, Digest expected, Path artifact) {
        BodyPublisher body = opened(() -> BodyPublishers.ofFile(artifact));
        HttpResponse<InputStream> response = transport.send(
                "/v1/signatures",
                UPLOAD,
                builder -> builder.header("Content-Type", BYTES)
                        .header("Idempotency-Key", idempotencyKey)
                        .header("Artifact-Digest", expected.toString())
                        .POST(body));
        return transport.json(response, JsonLimits.BUNDLE, Signed::read);
    }

    /** Signs an artifact that the service already stores. */
    public Signed signStored(String idempotencyKey, Digest artifact) {
        Json document = Json.object().with("artifact", artifact.toString());
        HttpResponse<InputStream> response = transport.send(
                "/v1/signatures", QUICK, builder -> json(builder, document).header("Idempotency-Key", idempotencyKey));
        return transport.json(response, JsonLimits.BUNDLE, Signed::read);
    }

    /** Signs an artifact that the service fetches itself. */
    public Signed sign(String idempotencyKey, RemoteSource artifact) {
        HttpResponse<InputStream> response = transport.send(
                "/v1/signatures",
                UPLOAD,
                builder -> json(builder, artifact.signing()).header("Idempotency-Key", idempotencyKey));
        return transport.json(response, JsonLimits.BUNDLE, Signed::read);
    }

    /** Stores a file under its digest. Storing it again changes nothing. */
    public Optional<Json.Obj> putBlob(Digest digest, Path file) {
        return putBlob(digest, opened(() -> BodyPublishers.ofFile(file)));
    }

    /** Stores bytes under their digest. Storing them again changes nothing. */
    public Optional<Json.Obj> putBlob(Digest digest, Bytes bytes) {
        return putBlob(digest, BodyPublishers.ofByteArray(bytes.toArray()));
    }

    private Optional<Json.Obj> putBlob(Digest digest, BodyPublisher body) {
        HttpResponse<InputStream> response = transport.send(
                "/v1/blobs/" + digest,
                UPLOAD,
                builder -> builder.header("Content-Type", BYTES).PUT(body));
        return transport.json(response, JsonLimits.BODY, ExhibitClient::receipt);
    }

    /** The bytes under a digest, at most 64 MiB, hashed here before they are handed on. */
    public Bytes blob(Digest digest) {
        Bytes bytes = transport.read(
                transport.send("/v1/blobs/" + digest, QUICK, HttpRequest.Builder::GET), MAX_BLOB_IN_MEMORY);
        return checked(digest, bytes);
    }

    private static Bytes checked(Digest expected, Bytes bytes) {
        Digest found = Hashing.of(bytes);
        if (!found.equals(expected)) {
            throw ClientProblem.changed(expected, found);
        }
        return bytes;
    }

    /** The bytes under a digest as a stream, which the caller closes. */
    public InputStream openBlob(Digest digest) {
        return transport
                .send("/v1/blobs/" + digest, UPLOAD, HttpRequest.Builder::GET)
                .body();
    }

    /** Says what a stored blob is. */
    public EvidenceRecord register(Registration registration) {
        return registered(registration).record();
    }

    /** The same with the store's receipt. */
    public Registered registered(Registration registration) {
        return post(
                "/v1/evidence",
                registration.document(),
                reply -> new Registered(EvidenceRecord.read(reply), receipt(reply)));
    }

    private static Optional<Json.Obj> receipt(ObjectReader reply) {
        return reply.names().contains("receipt") ? Optional.of(reply.objectValue("receipt")) : Optional.empty();
    }

    public EvidenceRecord evidence(Digest digest) {
        return transport.json(get("/v1/evidence/" + digest), JsonLimits.BODY, EvidenceRecord::read);
    }

    /** Everything that speaks of an artifact, however many pages it takes. */
    public List<EvidenceRecord> evidenceOf(Digest artifact) {
        String path = "/v1/artifacts/" + artifact + "/evidence";
        List<EvidenceRecord> all = new ArrayList<>();
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            next = transport.json(get(path + next.get()), JsonLimits.PREDICATE, reply -> {
                reply.objects("evidence", MAX_LIST).stream()
                        .map(EvidenceRecord::read)
                        .forEach(all::add);
                return reply.optionalText("next").map(cursor -> "?cursor=" + cursor);
            });
        }
        return List.copyOf(all);
    }

    /**
     * The proof of what the journal has about an artifact; nobody has verified it yet.
     *
     * @param since the size of a checkpoint from which the journal must have grown
     */
    public CompletenessProof evidenceProof(Digest artifact, OptionalLong since) {
        String query = since.isPresent() ? "?since=" + since.getAsLong() : "";
        return transport.json(
                get("/v1/artifacts/" + artifact + "/evidence/proof" + query),
                JsonLimits.DOCUMENT,
                CompletenessProof::read);
    }

    /** What is connected with a digest, as the service describes it. */
    public Json.Obj graph(Digest start, int depth) {
        Bytes document =
                transport.read(get("/v1/artifacts/" + start + "/graph?depth=" + depth), JsonLimits.PREDICATE.bytes());
        return (Json.Obj) JsonReader.read(document, JsonLimits.PREDICATE);
    }

    /**
     * Audit records of a room.
     *
     * @param after 0, or the next of the page before
     */
    public AuditPage audit(String room, long after) {
        return transport.json(get("/v1/audit?room=" + room + "&after=" + after), JsonLimits.PREDICATE, AuditPage::read);
    }

    /**
     * Cuts the slice of an SBOM that answers why one component is there.
     *
     * @param component its purl or bom-ref
     */
    public Derived slice(Digest sbom, String component) {
        return slice(sbom, new SliceQuestion.About(component, "dependants"));
    }

    /** Cuts the slice of an SBOM that answers a question. */
    public Derived slice(Digest sbom, SliceQuestion question) {
        return post("/v1/slices", question.on(sbom), Derived::read);
    }

    /** Runs a derivation again and compares the bytes. */
    public Replayed replay(Digest derivation) {
        return post("/v1/replays", Json.object().with("derivation", derivation.toString()), Replayed::read);
    }

    /** The tenant's active signing keys: those that sign now, and no others. */
    public List<VerificationKey> keys() {
        return transport.json(
                get("/v1/keys"),
                JsonLimits.BODY,
                reply -> reply.objects("keys", MAX_LIST).stream()
                        .filter(key -> key.text("state").equals("active"))
                        .map(key -> new VerificationKey(key.parsed("spki", StrictBase64::decode)))
                        .toList());
    }

    /** Whom the service says one may believe for the time of its signatures. */
    public TrustRoot trustRoot() {
        return TrustRoot.decode(transport.read(get("/v1/trust-root"), JsonLimits.BODY.bytes()));
    }

    /** Gets a fresh access token and says who that makes the caller; empty where no tokens are used. */
    public Optional<Login> login() {
        return transport.login();
    }

    /** What administrators do. Lives as long as this client. */
    public Administration administration() {
        return new Administration(transport);
    }

    /** What key custodians do. Lives as long as this client. */
    public KeyCustody keyCustody() {
        return new KeyCustody(transport);
    }

    /** What must be kept, and how long. Lives as long as this client. */
    public Retention retention() {
        return new Retention(transport);
    }

    /** How components stand to advisories. Lives as long as this client. */
    public Explanations explanations() {
        return new Explanations(transport);
    }

    /** Questions across documents. Lives as long as this client. */
    public Links links() {
        return new Links(transport);
    }

    /** The versions of the tenant's trust root. Lives as long as this client. */
    public TrustRoots trustRoots() {
        return new TrustRoots(transport);
    }

    /** The tenant's logs. Lives as long as this client. */
    public TenantLogs logs() {
        return new TenantLogs(transport);
    }

    @Override
    public void close() {
        transport.close();
    }

    private HttpResponse<InputStream> get(String path) {
        return transport.send(path, QUICK, HttpRequest.Builder::GET);
    }

    private <T> T post(String path, Json document, Function<ObjectReader, T> form) {
        return transport.json(transport.send(path, QUICK, builder -> json(builder, document)), JsonLimits.BODY, form);
    }

    static HttpRequest.Builder json(HttpRequest.Builder builder, Json document) {
        Bytes body = CanonicalJson.of(document).bytes();
        return builder.header("Content-Type", JSON)
                .header(BodyDigest.HEADER, BodyDigest.write(Hashing.of(body)))
                .POST(BodyPublishers.ofByteArray(body.toArray()));
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
