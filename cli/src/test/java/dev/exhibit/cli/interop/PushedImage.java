package dev.exhibit.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.testkit.RegistryProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;

/**
 * One image, pushed by a client that is not ours into a repository of its own, where what lies beside it can be exchanged.
 *
 * @param registry lets everybody in
 * @param referrers whether the registry itself lists what refers to an image
 * @param repository its name
 */
record PushedImage(RegistryProcess registry, boolean referrers, String repository) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    /** The same image in every repository. */
    static Bytes manifest() {
        return CanonicalJson.of(Json.object()
                        .with("schemaVersion", 2)
                        .with("mediaType", MANIFEST)
                        .with("config", descriptor("application/vnd.oci.image.config.v1+json", Bytes.utf8("{}")))
                        .with(
                                "layers",
                                Json.array(List.of(
                                        descriptor("application/vnd.oci.image.layer.v1.tar", Bytes.utf8("a layer"))))))
                .bytes();
    }

    static Digest digest() {
        return Hashing.of(manifest());
    }

    String reference() {
        return registry.name() + "/" + repository + "@" + digest();
    }

    PushedImage push() throws IOException, InterruptedException {
        blob(Bytes.utf8("{}"));
        blob(Bytes.utf8("a layer"));
        put("manifests/" + digest(), MANIFEST, manifest());
        return this;
    }

    /** What {@code other} has beside the image, here with this bundle in place of its own. */
    void attachAs(PushedImage other, Bytes bundle) throws IOException, InterruptedException {
        Json.Obj index = other.get(referrers ? "referrers/" + digest() : "manifests/" + tag());
        Json.Obj named =
                (Json.Obj) ((Json.Arr) member(index, "manifests")).items().getFirst();
        Json.Obj referrer = other.get("manifests/" + ((Json.Text) member(named, "digest")).value());
        Json.Obj layer =
                (Json.Obj) ((Json.Arr) member(referrer, "layers")).items().getFirst();
        Bytes changed = CanonicalJson.of(referrer.with(
                        "layers",
                        Json.array(
                                List.of(layer.with("digest", Hashing.of(bundle).toString())
                                        .with("size", bundle.size())))))
                .bytes();
        blob(bundle);
        put("manifests/" + Hashing.of(changed), MANIFEST, changed);
        if (referrers) {
            return;
        }
        Json.Obj mine = named.with("digest", Hashing.of(changed).toString()).with("size", changed.size());
        put(
                "manifests/" + tag(),
                INDEX,
                CanonicalJson.of(index.with("manifests", Json.array(List.of(mine))))
                        .bytes());
    }

    /** Where what refers to the image is found in a registry without lists of referrers. */
    private static String tag() {
        return "sha256-" + digest().hex();
    }

    private static Json member(Json.Obj object, String name) {
        return Objects.requireNonNull(object.members().get(name), name);
    }

    private Json.Obj get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url(path))
                .header("Accept", MANIFEST + ", " + INDEX)
                .build();
        byte[] body = HTTP.send(request, BodyHandlers.ofByteArray()).body();
        return (Json.Obj) JsonReader.read(Bytes.owned(body), JsonLimits.MANIFEST);
    }

    private void blob(Bytes bytes) throws IOException, InterruptedException {
        HttpResponse<Void> begun = HTTP.send(
                HttpRequest.newBuilder(url("blobs/uploads/"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
        String place = begun.headers().firstValue("Location").orElseThrow();
        URI upload = URI.create(registry.origin())
                .resolve(place + (place.contains("?") ? "&" : "?") + "digest=" + Hashing.of(bytes));
        put(upload, "application/octet-stream", bytes);
    }

    private void put(String path, String mediaType, Bytes bytes) throws IOException, InterruptedException {
        put(url(path), mediaType, bytes);
    }

    private static void put(URI place, String mediaType, Bytes bytes) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(place)
                .header("Content-Type", mediaType)
                .PUT(BodyPublishers.ofByteArray(bytes.toArray()))
                .build();
        assertThat(HTTP.send(request, BodyHandlers.discarding()).statusCode())
                .as(place.toString())
                .isEqualTo(201);
    }

    private URI url(String path) {
        return URI.create(registry.origin() + "/v2/" + repository + "/" + path);
    }

    private static Json.Obj descriptor(String mediaType, Bytes bytes) {
        return Json.object()
                .with("mediaType", mediaType)
                .with("digest", Hashing.of(bytes).toString())
                .with("size", bytes.size());
    }
}
