package dev.exhibit.evidence.http;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Answer.Content;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.verify.Samples;
import dev.exhibit.evidence.ReadAudit;
import dev.exhibit.evidence.Room;
import dev.exhibit.evidence.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceRoutesTest {
    private static final Bytes WORDS = Bytes.utf8("some evidence");
    private static final Digest NAME = Hashing.of(WORDS);
    private static final Bytes SBOM = TestData.read("sbom/nested.cdx.json");
    private static final Digest SBOM_NAME = Hashing.of(SBOM);
    private static final Digest JAR = Hashing.of(Bytes.utf8("jar"));

    private final Room room = new Room();
    private final List<String> reads = new ArrayList<>();
    private final ReadAudit audit = (call, action, target, detail) -> reads.add(action + " " + target);
    private final List<Route> routes = Stream.concat(
                    new BlobRoutes(room.storeBlob, room.fetchBlob, new NoReceipts(), audit, room.limits)
                            .routes().stream(),
                    new EvidenceRoutes(
                                    room.fetchBlob,
                                    room.registerEvidence,
                                    room.findEvidence,
                                    room.deriveSlice,
                                    room.replayDerivation,
                                    new NoReceipts(),
                                    audit,
                                    room.limits)
                            .routes().stream())
            .toList();

    @Test
    void demandsTheScopesOfTheContract() {
        assertThat(routes)
                .extracting(route -> route.method() + " " + route.path() + " "
                        + route.scope().wire())
                .containsExactly(
                        "PUT /v1/blobs/{digest} evidence:write",
                        "GET /v1/blobs/{digest} evidence:read",
                        "HEAD /v1/blobs/{digest} evidence:read",
                        "POST /v1/blobs:missing evidence:read",
                        "POST /v1/evidence evidence:write",
                        "GET /v1/evidence/{digest} evidence:read",
                        "GET /v1/attestations/{digest} evidence:read",
                        "POST /v1/slices evidence:write",
                        "POST /v1/replays evidence:read");
    }

    @Test
    void boundsEveryBody() {
        for (Route route : routes) {
            Route.Body expected = switch (route.method()) {
                case GET, HEAD -> new Route.Body.None();
                case PUT, PATCH -> new Route.Body.Stream(room.limits.artifact());
                case POST -> new Route.Body.Document(room.limits.jsonBody());
            };
            assertThat(route.body()).as(route.path()).isEqualTo(expected);
        }
    }

    @Test
    void putsAndGetsABlob() throws IOException {
        Answer created = ask(Method.PUT, "/v1/blobs/{digest}", NAME.toString(), WORDS);
        assertThat(created.status()).isEqualTo(201);
        assertThat(text(created)).isEqualTo("{\"digest\":\"" + NAME + "\",\"size\":13}");
        assertThat(ask(Method.PUT, "/v1/blobs/{digest}", NAME.toString(), WORDS).status())
                .isEqualTo(200);

        for (Method method : new Method[] {Method.GET, Method.HEAD}) {
            Answer blob = ask(method, "/v1/blobs/{digest}", NAME.toString(), Bytes.empty());
            assertThat(blob.status()).isEqualTo(200);
            assertThat(blob.headers()).containsEntry("ETag", "\"" + NAME + "\"");
            Content.Streamed content = (Content.Streamed) blob.content();
            assertThat(content.mediaType()).isEqualTo("application/octet-stream");
            assertThat(content.size()).isEqualTo(13);
            try (InputStream in = content.source().get()) {
                assertThat(in.readAllBytes()).isEqualTo(WORDS.toArray());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,/v1/blobs/{digest}", "HEAD,/v1/blobs/{digest}", "GET,/v1/evidence/{digest}"})
    void answersNotFoundForForeignAndMissingAlike(Method method, String path) {
        ask(Method.PUT, "/v1/blobs/{digest}", SBOM_NAME.toString(), SBOM);
        register("sbom");
        Digest missing = Hashing.of(Bytes.utf8("missing"));
        assertThatThrownBy(() -> ask(method, path, missing.toString(), Bytes.empty()))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        assertThatThrownBy(() -> ask(room.stranger, method, path, SBOM_NAME.toString(), Bytes.empty()))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,/v1/blobs/{digest}",
        "GET,/v1/blobs/{digest}",
        "GET,/v1/evidence/{digest}",
        "GET,/v1/attestations/{digest}"
    })
    void takesOnlyADigestInThePath(Method method, String path) {
        String upper =
                "sha256:" + NAME.hex().replace('a', 'A').replace('b', 'B').replace('c', 'C');
        for (String wrong : List.of(NAME.hex(), upper, "../../etc/passwd", "sha256:", "sha512:" + NAME.hex())) {
            assertThatThrownBy(() -> ask(method, path, wrong, WORDS)).as(wrong).isInstanceOf(MalformedException.class);
        }
        assertThat(room.stored.size()).isZero();
    }

    @Test
    void refusesBytesOfAnotherDigest() {
        assertThatThrownBy(() -> ask(Method.PUT, "/v1/blobs/{digest}", NAME.toString(), SBOM))
                .satisfies(refusedWith(ProblemCode.DIGEST_MISMATCH));
    }

    @Test
    void registersAndLists() {
        ask(Method.PUT, "/v1/blobs/{digest}", SBOM_NAME.toString(), SBOM);
        Answer registered = register("sbom");
        String record = "{\"digest\":\"" + SBOM_NAME + "\",\"kind\":\"sbom\",\"links\":[{\"relation\":\"attested-by\","
                + "\"target\":\"" + NAME + "\"}],\"mediaType\":\"application/vnd.cyclonedx+json\",\"storedAt\":"
                + "\"2026-01-01T12:00:00.123456Z\",\"storedBy\":\"spiffe://test/acme\",\"subjects\":[\"" + JAR + "\"]}";
        assertThat(registered.status()).isEqualTo(201);
        assertThat(text(registered)).isEqualTo(record);
        assertThat(text(register("sbom"))).isEqualTo(record);
        assertThat(text(ask(Method.GET, "/v1/evidence/{digest}", SBOM_NAME.toString(), Bytes.empty())))
                .isEqualTo(record);
        assertThat(reads).contains("evidence.read " + SBOM_NAME);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "kind":"sbom"      | "kind":"SBOM"                  | /kind
            "kind":"sbom"      | "kind":"artifact"              | /kind
            "kind":"sbom"      | "kind":"sbom","more":1         | /more
            "mediaType":"      | "mediaType":"A                 | /mediaType
            "subjects":[       | "subjects":["sha256:00",       | /subjects/0
            "subjects":[       | "extra":1,"subjects":[         | /extra
            "subjects":[       | "subjects":[1,                 | /subjects/0
            "relation":"       | "relation":"No                 | /links/0/relation
            "relation":"       | "note":"x","relation":"        | /links/0/note
            "target":"sha256:  | "target":"sha256:zz            | /links/0/target
            "digest":"sha256:  | "digest":"                     | /digest
            """)
    void readsRegistrationsStrictly(String part, String other, String pointer) {
        ask(Method.PUT, "/v1/blobs/{digest}", SBOM_NAME.toString(), SBOM);
        Bytes body = Bytes.utf8(registration("sbom").replace(part, other));
        MalformedException refusal =
                catchThrowableOfType(MalformedException.class, () -> ask(Method.POST, "/v1/evidence", "", body));
        assertThat(refusal.pointer()).isEqualTo(pointer);
    }

    @Test
    void servesAttestationsAsBundlesAndNothingElseThere() throws IOException {
        Bytes bundle = new Samples().dsse().encode().bytes();
        Digest digest =
                room.storeAttestation.store(room.call, bundle, Set.of()).facts().digest();
        Answer answer = ask(Method.GET, "/v1/attestations/{digest}", digest.toString(), Bytes.empty());
        Content.Streamed content = (Content.Streamed) answer.content();
        assertThat(content.mediaType()).isEqualTo("application/vnd.dev.sigstore.bundle.v0.3+json");
        try (InputStream in = content.source().get()) {
            assertThat(in.readAllBytes()).isEqualTo(bundle.toArray());
        }
        ask(Method.PUT, "/v1/blobs/{digest}", SBOM_NAME.toString(), SBOM);
        register("sbom");
        assertThatThrownBy(() -> ask(Method.GET, "/v1/attestations/{digest}", SBOM_NAME.toString(), Bytes.empty()))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    @Test
    void slicesAndReplays() {
        ask(Method.PUT, "/v1/blobs/{digest}", SBOM_NAME.toString(), SBOM);
        register("sbom");
        Bytes question = Bytes.utf8("{\"sbom\":\"" + SBOM_NAME + "\",\"component\":\"pkg:maven/acme/log@1.2\"}");
        Answer sliced = ask(Method.POST, "/v1/slices", "", question);
        assertThat(sliced.status()).isEqualTo(201);
        ObjectReader slice = JsonReader.readObject(body(sliced), JsonLimits.BODY);
        Digest output = Hashing.of(TestData.read("sbom/v2/nested.log.slice.json"));
        assertThat(slice.names())
                .containsExactlyInAnyOrder("slice", "derivation", "proof", "proofDerivation", "components");
        assertThat(slice.text("slice")).isEqualTo(output.toString());
        assertThat(slice.optionalInteger("components", 5, 5)).isPresent();

        Bytes derivation = Bytes.utf8("{\"derivation\":\"" + slice.text("derivation") + "\"}");
        Answer same = ask(Method.POST, "/v1/replays", "", derivation);
        assertThat(same.status()).isEqualTo(200);
        assertThat(text(same)).isEqualTo("{\"output\":\"" + output + "\",\"result\":\"identical\"}");

        room.stored.lose(room.call.tenant(), SBOM_NAME);
        Answer differs = ask(Method.POST, "/v1/replays", "", derivation);
        assertThat(differs.status()).isEqualTo(200);
        assertThat(text(differs))
                .startsWith("{\"class\":\"input_missing\",\"detail\":\"input sbom, " + SBOM_NAME)
                .endsWith("\"output\":\"" + output + "\",\"result\":\"differs\"}");
    }

    private Answer register(String kind) {
        return ask(Method.POST, "/v1/evidence", "", Bytes.utf8(registration(kind)));
    }

    private static String registration(String kind) {
        return "{\"digest\":\"" + SBOM_NAME + "\",\"kind\":\"" + kind + "\",\"mediaType\":"
                + "\"application/vnd.cyclonedx+json\",\"subjects\":[\"" + JAR + "\"],\"links\":[{\"relation\":"
                + "\"attested-by\",\"target\":\"" + NAME + "\"}]}";
    }

    private Answer ask(Method method, String path, String digest, Bytes body) {
        return ask(room.call, method, path, digest, body);
    }

    private Answer ask(Call call, Method method, String path, String digest, Bytes body) {
        Route route = routes.stream()
                .filter(one -> one.method() == method && one.path().equals(path))
                .findFirst()
                .orElseThrow();
        return route.handler().handle(new FakeExchange(call, Map.of("digest", digest), body));
    }

    private static Bytes body(Answer answer) {
        return ((Content.Whole) answer.content()).bytes();
    }

    private static String text(Answer answer) {
        return body(answer).asLenientText();
    }
}
