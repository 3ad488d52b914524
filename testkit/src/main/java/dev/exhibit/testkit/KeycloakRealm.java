package dev.exhibit.testkit;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A realm of Keycloak, filled in as an administrator would.
 *
 * @param document what Keycloak imports
 */
public record KeycloakRealm(Json.Obj document) {
    /** {@code kid} of {@link #withKey}. */
    public static final String KEY_NAME = "key";

    /** The one in {@code deploy/keycloak/exhibit-realm.json}. */
    public static KeycloakRealm read(Path file) {
        try {
            Bytes bytes = Bytes.owned(Files.readAllBytes(file));
            return new KeycloakRealm((Json.Obj) JsonReader.read(bytes, JsonLimits.DOCUMENT));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The ids of its clients. */
    public List<String> clients() {
        return items("clients").stream().map(KeycloakRealm::id).toList();
    }

    /** A client of {@code client-x509} proves itself by the certificate that the service's authority issued to that name. */
    public KeycloakRealm withCertificate(String client, String name) {
        return with(client, was -> attribute(was, "x509.subjectdn", "CN=" + name + ",O=Exhibit"));
    }

    /** A client of {@code client-jwt} proves itself by this key. */
    public KeycloakRealm withKey(String client, VerificationKey key) {
        Json published =
                Jwk.of(key).toJson().with("kid", KEY_NAME).with("use", "sig").with("alg", "ES256");
        String keys = CanonicalJson.of(Json.object().with("keys", Json.array(List.of(published))))
                .bytes()
                .asLenientText();
        return with(client, was -> attribute(was, "jwks.string", keys));
    }

    /** A client's tokens are for this tenant. */
    public KeycloakRealm withTenant(String client, String tenant) {
        return with(client, was -> {
            Json.Obj mapper = (Json.Obj) array(was, "protocolMappers").getFirst();
            Json.Obj config = member(mapper, "config").with("claim.value", tenant);
            return was.with("protocolMappers", Json.array(List.of(mapper.with("config", config))));
        });
    }

    public KeycloakRealm enabled(String client) {
        return with(client, was -> was.with("enabled", true));
    }

    /** One more client, like {@code client} in all but its id, with the role pipeline. */
    public KeycloakRealm withCopy(String client, String id) {
        List<Json> clients = new ArrayList<>(items("clients"));
        items("clients").stream()
                .filter(item -> id(item).equals(client))
                .map(item -> ((Json.Obj) item).with("clientId", id))
                .forEach(clients::add);
        List<Json> users = new ArrayList<>(items("users"));
        users.add(Json.object()
                .with("username", "service-account-" + id)
                .with("enabled", true)
                .with("serviceAccountClientId", id)
                .with("realmRoles", Json.texts(List.of("pipeline"))));
        return new KeycloakRealm(document.with("clients", Json.array(clients)).with("users", Json.array(users)));
    }

    private KeycloakRealm with(String client, UnaryOperator<Json.Obj> change) {
        List<Json> clients = items("clients").stream()
                .<Json>map(item -> id(item).equals(client) ? change.apply((Json.Obj) item) : item)
                .toList();
        return new KeycloakRealm(document.with("clients", Json.array(clients)));
    }

    private List<Json> items(String name) {
        return array(document, name);
    }

    private static Json.Obj attribute(Json.Obj client, String name, String value) {
        return client.with("attributes", member(client, "attributes").with(name, value));
    }

    private static List<Json> array(Json.Obj object, String name) {
        return object.members().get(name) instanceof Json.Arr array ? array.items() : List.of();
    }

    private static Json.Obj member(Json.Obj object, String name) {
        return object.members().get(name) instanceof Json.Obj member ? member : Json.object();
    }

    private static String id(Json client) {
        return ObjectReader.of(client, "").text("clientId");
    }
}
