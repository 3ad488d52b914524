package dev.exhibit.boundary.vault.transit;

import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.boundary.vault.VaultSecret;
import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.EcdsaSignature;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol of a transit engine, as far as it is used ({@code /v1/MOUNT/keys}, {@code /v1/MOUNT/sign}). Anything but the
 * answer that is expected is a {@link VaultUnavailableException}, which names the status and nothing else of the answer.
 */
final class TransitEngine {
    private static final Logger LOG = LoggerFactory.getLogger(TransitEngine.class);
    private static final int MAX_BYTES = 1024 * 1024;
    private static final int MAX_NAMES = 10_000;
    private static final JsonLimits ANSWER = new JsonLimits(MAX_BYTES, 8, 2 * MAX_NAMES, 4096);
    private static final String SIGNATURE = "vault:v1:";
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final VaultSettings.Transit server;
    private final Fetch fetch;
    private final VaultSecret token;

    /** @param fetch may reach the server's address and believes its authorities */
    TransitEngine(VaultSettings.Transit server, Fetch fetch, VaultSecret token) {
        this.server = server;
        this.fetch = fetch;
        this.token = token;
    }

    /** Makes a P-256 key that cannot be exported. */
    void create(String name) {
        Json.Obj order = Json.object()
                .with("type", TransitKey.TYPE)
                .with("exportable", false)
                .with("allow_plaintext_backup", false);
        demand(post("keys/" + name, order, "make a key"), "make a key");
    }

    /** A key of the engine; empty if there is none. */
    Optional<TransitKey> read(String name) {
        Fetched answer = send(FetchOrder.get(place("keys/" + name), MAX_BYTES), "read a key");
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(parsed(answer, "read a key", TransitKey::of));
    }

    /** A key that others may have made: empty if there is none of that name, or none as we make them. */
    Optional<TransitKey> look(String name) {
        Fetched answer = send(FetchOrder.get(place("keys/" + name), MAX_BYTES), "read a key");
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        Optional<TransitKey> ours = parsed(answer, "read a key", TransitKey::ifOurs);
        if (ours.isEmpty()) {
            LOG.warn("the transit key {} is not as the service makes them; it is passed over", name);
        }
        return ours;
    }

    /** The names of all keys. */
    List<String> names() {
        Fetched answer = send(FetchOrder.get(place("keys?list=true"), MAX_BYTES), "list the keys");
        if (answer.status() == NOT_FOUND) {
            return List.of();
        }
        return parsed(answer, "list the keys", data -> data.texts("keys", MAX_NAMES));
    }

    /** A signature by the first version of a key. */
    SignatureBytes sign(String name, Digest digest) {
        Json.Obj order = Json.object()
                .with("input", StrictBase64.encode(digest.bytes()))
                .with("key_version", 1)
                .with("marshaling_algorithm", "asn1")
                .with("prehashed", true);
        return parsed(
                post("sign/" + name + "/sha2-256", order, "sign"),
                "sign",
                data -> data.parsed("signature", TransitEngine::signature));
    }

    /** Deletes a key for ever. */
    void delete(String name) {
        String allow = "allow a deletion";
        demand(post("keys/" + name + "/config", Json.object().with("deletion_allowed", true), allow), allow);
        demand(send(FetchOrder.delete(place("keys/" + name), MAX_BYTES), "delete a key"), "delete a key");
    }

    private static SignatureBytes signature(String text) {
        if (!text.startsWith(SIGNATURE)) {
            throw new MalformedException(MalformedException.Reason.BAD_VALUE, "expected a signature by version 1");
        }
        Bytes der = StrictBase64.decode(text.substring(SIGNATURE.length()));
        return EcdsaSignature.ofDer(new SignatureBytes(der), KeyType.EC_P256).der();
    }

    private Fetched post(String path, Json.Obj body, String what) {
        Bytes document = CanonicalJson.of(body).bytes();
        return send(FetchOrder.post(place(path), "application/json", document, MAX_BYTES), what);
    }

    private Fetched send(FetchOrder order, String what) {
        try {
            FetchOrder known = order.with("X-Vault-Token", token.read()).with("X-Vault-Request", "true");
            return fetch.fetch(
                    server.namespace().isEmpty() ? known : known.with("X-Vault-Namespace", server.namespace()));
        } catch (FetchException failed) {
            throw new VaultUnavailableException(
                    "the transit engine was not reached to " + what + ": " + failed.getMessage(), failed);
        } catch (IllegalArgumentException notAHeader) {
            throw new VaultUnavailableException("the token of the transit engine is not one line of visible ASCII");
        }
    }

    private static <T> T parsed(Fetched answer, String what, Function<ObjectReader, T> read) {
        demand(answer, what);
        try {
            return read.apply(JsonReader.readObject(answer.body(), ANSWER).object("data"));
        } catch (MalformedException refused) {
            // Without its cause, which may quote the answer.
            throw new VaultUnavailableException(
                    "the transit engine's answer when asked to " + what + " is not understood: " + refused.reason());
        }
    }

    private static void demand(Fetched answer, String what) {
        if (answer.status() != OK && answer.status() != NO_CONTENT) {
            throw new VaultUnavailableException(
                    "the transit engine answered " + answer.status() + " when asked to " + what);
        }
    }

    private FetchUrl place(String path) {
        return new FetchUrl(server.address(), "/v1/" + server.mount() + "/" + path);
    }
}
