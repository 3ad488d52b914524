package dev.exhibit.signer.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry with the repository {@code app}, that takes what is pushed; with lists of referrers, or without. */
final class WritableRegistry implements AutoCloseable {
    private static final String ROOT = "/v2/app/";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";

    final Map<String, Bytes> blobs = new ConcurrentHashMap<>();
    /** By digest or tag. */
    final Map<String, Bytes> manifests = new ConcurrentHashMap<>();

    final List<String> requests = new CopyOnWriteArrayList<>();
    volatile boolean lists = true;
    volatile int listStatus = 200;
    /** Run once, when an index is put under a tag. */
    volatile Optional<Runnable> between = Optional.empty();

    private final HttpServer server;

    WritableRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext(ROOT, this::handle);
        server.start();
    }

    String name() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Puts a manifest there, and answers its digest. */
    Digest manifest(Bytes bytes) {
        Digest digest = Hashing.of(bytes);
        manifests.put(digest.toString(), bytes);
        return digest;
    }

    /** What lies there by digest or tag. */
    Bytes kept(String reference) {
        return Objects.requireNonNull(manifests.get(reference), reference);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString();
        requests.add(exchange.getRequestMethod() + " " + target);
        Bytes body = Bytes.owned(exchange.getRequestBody().readAllBytes());
        String path = target.substring(ROOT.length());
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                exchange.getResponseHeaders().add("Location", ROOT + "blobs/uploads/1?state=x");
                answer(exchange, 202, Bytes.empty());
            }
            case "PUT" -> put(exchange, path, body);
            default -> get(exchange, path);
        }
        exchange.close();
    }

    private void put(HttpExchange exchange, String path, Bytes body) throws IOException {
        if (path.startsWith("blobs/")) {
            blobs.put(path.replaceFirst(".*digest=", ""), body);
            answer(exchange, 201, Bytes.empty());
            return;
        }
        String reference = path.substring("manifests/".length());
        manifests.put(reference, body);
        if (reference.startsWith("sha256:")
                && lists
                && JsonReader.readObject(body, JsonLimits.MANIFEST).names().contains("subject")) {
            exchange.getResponseHeaders().add("OCI-Subject", "yes");
        }
        if (!reference.startsWith("sha256:")) {
            Optional<Runnable> once = between;
            between = Optional.empty();
            once.ifPresent(Runnable::run);
        }
        answer(exchange, 201, Bytes.empty());
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        if (path.startsWith("referrers/")) {
            exchange.getResponseHeaders().add("Content-Type", INDEX);
            answer(exchange, lists ? listStatus : 404, index(path.substring("referrers/".length())));
            return;
        }
        Optional<Bytes> found = Optional.ofNullable(
                path.startsWith("blobs/")
                        ? blobs.get(path.substring("blobs/".length()))
                        : manifests.get(path.substring("manifests/".length())));
        exchange.getResponseHeaders().add("Content-Type", Referrer.MANIFEST);
        answer(exchange, found.isPresent() ? 200 : 404, found.orElse(Bytes.empty()));
    }

    private Bytes index(String subject) {
        List<Json> found = new ArrayList<>();
        manifests.forEach((reference, bytes) -> {
            ObjectReader reader = JsonReader.readObject(bytes, JsonLimits.MANIFEST);
            boolean refers = reader.optionalObject("subject")
                    .map(about -> about.text("digest").equals(subject))
                    .orElse(false);
            if (refers) {
                found.add(Referrer.named(bytes));
            }
        });
        return CanonicalJson.of(Json.object().with("schemaVersion", 2).with("manifests", Json.array(found)))
                .bytes();
    }

    private static void answer(HttpExchange exchange, int status, Bytes body) throws IOException {
        exchange.sendResponseHeaders(status, body.size() == 0 ? -1 : body.size());
        exchange.getResponseBody().write(body.toArray());
    }
}
