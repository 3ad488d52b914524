package dev.exhibit.boundary.vault.transit;

import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SigningKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** As much of a transit engine as is used, taking nothing but the very requests that are documented. */
final class TransitDouble implements Fetch {
    static final String TOKEN = "good-token";
    private static final String ROOT = "/v1/team/transit/";
    private static final String SIGN = "/sha2-256";

    private final Map<String, SigningKey> keys = new ConcurrentHashMap<>();
    private final Set<String> exportable = ConcurrentHashMap.newKeySet();
    private final Map<String, Json.Obj> foreign = new ConcurrentHashMap<>();
    private final Set<String> deletable = ConcurrentHashMap.newKeySet();
    private volatile Function<FetchOrder, Fetched> answers = this::serve;

    /** From now on. */
    void answer(Function<FetchOrder, Fetched> other) {
        answers = other;
    }

    void answerWell() {
        answers = this::serve;
    }

    /** Somebody lets every key out that is there. */
    void letOut() {
        exportable.addAll(keys.keySet());
    }

    /** Somebody else's key, of which the engine says this. */
    void addForeign(String name, Json.Obj description) {
        foreign.put(name, description);
    }

    static Fetched says(int status, String body) {
        return new Fetched(status, Map.of(), Bytes.utf8(body));
    }

    @Override
    public Fetched fetch(FetchOrder order) {
        return answers.apply(order);
    }

    /** The right answer. */
    Fetched serve(FetchOrder order) {
        boolean known = TOKEN.equals(order.headers().get("X-Vault-Token"))
                && "ns/one".equals(order.headers().get("X-Vault-Namespace"));
        String target = order.url().target();
        if (!known || !target.startsWith(ROOT)) {
            return says(403, "{\"errors\":[\"permission denied\"]}");
        }
        String path = target.substring(ROOT.length());
        return switch (order.method()) {
            case GET -> path.equals("keys?list=true") ? list() : read(path.substring("keys/".length()));
            case DELETE -> delete(path.substring("keys/".length()));
            case POST -> post(path, JsonReader.readObject(order.body(), JsonLimits.BODY));
            case PUT -> says(405, "{\"errors\":[]}");
        };
    }

    private Fetched list() {
        Set<String> all = new TreeSet<>(keys.keySet());
        all.addAll(foreign.keySet());
        return all.isEmpty()
                ? says(404, "{\"errors\":[]}")
                : data(Json.object().with("keys", Json.texts(List.copyOf(all))));
    }

    private Fetched read(String name) {
        if (foreign.containsKey(name)) {
            return data(foreign.get(name));
        }
        SigningKey key = keys.get(name);
        if (key == null) {
            return says(404, "{\"errors\":[]}");
        }
        Json.Obj first = Json.object()
                .with("creation_time", "2026-01-01T00:00:00Z")
                .with("public_key", key.published().toPem());
        return data(Json.object()
                .with("type", "ecdsa-p256")
                .with("exportable", exportable.contains(name))
                .with("allow_plaintext_backup", false)
                .with("latest_version", 1)
                .with("keys", Json.object().with("1", first)));
    }

    private Fetched post(String path, ObjectReader body) {
        if (path.startsWith("sign/") && path.endsWith(SIGN)) {
            return sign(path.substring("sign/".length(), path.length() - SIGN.length()), body);
        }
        if (path.endsWith("/config")) {
            boolean allowed = body.optionalFlag("deletion_allowed").orElse(false);
            String name = path.substring("keys/".length(), path.length() - "/config".length());
            return allowed && keys.containsKey(name) && deletable.add(name) ? says(204, "") : says(400, "{}");
        }
        boolean kept = !body.optionalFlag("exportable").orElse(true)
                && !body.optionalFlag("allow_plaintext_backup").orElse(true);
        if (!kept || !body.text("type").equals("ecdsa-p256")) {
            return says(400, "{}");
        }
        String name = path.substring("keys/".length());
        keys.put(name, new SigningKey(SigningKey.generatePair(new SecureRandom())));
        return read(name);
    }

    private Fetched sign(String name, ObjectReader body) {
        SigningKey key = keys.get(name);
        boolean asDocumented = body.optionalFlag("prehashed").orElse(false)
                && body.text("marshaling_algorithm").equals("asn1")
                && body.optionalInteger("key_version", 1, 1).isPresent();
        if (key == null || !asDocumented) {
            return says(400, "{\"errors\":[\"signing key not found\"]}");
        }
        Digest digest = new Digest(StrictBase64.decode(body.text("input")));
        String signature = StrictBase64.encode(key.sign(digest).bytes());
        return data(Json.object().with("key_version", 1).with("signature", "vault:v1:" + signature));
    }

    private Fetched delete(String name) {
        return deletable.contains(name) && keys.remove(name) != null ? says(204, "") : says(400, "{}");
    }

    private static Fetched data(Json.Obj data) {
        Json.Obj answer = Json.object().with("data", data).with("lease_duration", 0);
        return new Fetched(200, Map.of(), CanonicalJson.of(answer).bytes());
    }
}
