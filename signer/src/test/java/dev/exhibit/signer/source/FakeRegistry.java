package dev.exhibit.signer.source;

import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A registry with the repository {@code app} that gives what it was told to give, right or wrong. */
final class FakeRegistry implements AutoCloseable {
    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private final CannedServer server;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private Optional<String> challenge = Optional.empty();
    private String accepted = "";

    private record Entry(String mediaType, Bytes bytes) {}

    FakeRegistry(TestAuthority authority) {
        server = CannedServer.tls(authority.server().clientContext(authority));
        server.answers(out -> answer(server.requests().getLast(), out));
    }

    /** Host and port. */
    String name() {
        return "localhost:" + server.port();
    }

    String origin() {
        return server.origin("localhost");
    }

    List<String> requests() {
        return server.requests();
    }

    /** Wants this in {@code Authorization}, and else says {@code header} in {@code WWW-Authenticate}. */
    void demand(String authorization, String header) {
        accepted = authorization;
        challenge = Optional.of(header);
    }

    /** Adds a blob; its descriptor is the answer. */
    Json.Obj blob(String content) {
        Bytes bytes = Bytes.utf8(content);
        Digest digest = Hashing.of(bytes);
        put("blobs", digest, "application/octet-stream", bytes);
        return SourceFixture.descriptor(LAYER, digest, bytes.size());
    }

    /** Adds a manifest, whatever it holds; its descriptor is the answer. */
    Json.Obj manifest(String mediaType, Json.Obj document) {
        Bytes bytes = CanonicalJson.of(document).bytes();
        Digest digest = Hashing.of(bytes);
        put("manifests", digest, mediaType, bytes);
        return SourceFixture.descriptor(mediaType, digest, bytes.size());
    }

    Json.Obj image(Json.Obj config, Json.Obj... layers) {
        return manifest(OCI_MANIFEST, document(config, layers));
    }

    static Json.Obj document(Json.Obj config, Json.Obj... layers) {
        return Json.object()
                .with("schemaVersion", 2)
                .with("config", config)
                .with("layers", Json.array(List.of(layers)));
    }

    Json.Obj index(Json.Obj... manifests) {
        return manifest(OCI_INDEX, indexOf(manifests));
    }

    static Json.Obj indexOf(Json.Obj... manifests) {
        return Json.object().with("schemaVersion", 2).with("manifests", Json.array(List.of(manifests)));
    }

    /** Gives other bytes under a name. */
    void put(String kind, Digest digest, String mediaType, Bytes bytes) {
        entries.put("/v2/app/" + kind + "/" + digest, new Entry(mediaType, bytes));
    }

    private void answer(String request, OutputStream out) throws IOException {
        boolean admitted = challenge.isEmpty() || request.contains("\r\nAuthorization: " + accepted + "\r\n");
        Entry entry = entries.get(request.substring("GET ".length(), request.indexOf(" HTTP/")));
        if (!admitted) {
            write(
                    out,
                    "401 Unauthorized",
                    "WWW-Authenticate: " + challenge.orElseThrow() + "\r\n",
                    error("UNAUTHORIZED"));
        } else if (entry == null) {
            write(out, "404 Not Found", "", error("BLOB_UNKNOWN"));
        } else {
            write(out, "200 OK", "Content-Type: " + entry.mediaType() + "\r\n", entry.bytes());
        }
    }

    /** As registries write them: longer than many a blob. */
    private static Bytes error(String code) {
        return Bytes.utf8("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + "why ".repeat(100) + "\"}]}");
    }

    private static void write(OutputStream out, String status, String headers, Bytes body) throws IOException {
        String head = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.size() + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body.toArray());
    }

    @Override
    public void close() {
        server.close();
    }
}
