package dev.exhibit.cli;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The realm as it is shipped, with its example clients filled in and two more. */
final class KeycloakRealm {
    static final Path SHIPPED = Path.of("../deploy/keycloak/exhibit-realm.json");

    /** What {@code kid} of assertions says. */
    static final String KEY_NAME = "key";

    private KeycloakRealm() {}

    static Json.Obj shipped() throws IOException {
        Json document = JsonReader.read(Bytes.owned(Files.readAllBytes(SHIPPED)), JsonLimits.DOCUMENT);
        return document instanceof Json.Obj object ? object : Json.object();
    }

    /**
     * The shipped realm for the tenant acme. {@code example-X} is the client whose certificate is called X; {@code
     * example-foreign} is a copy of {@code example-dpop} whose tokens are for the tenant other.
     *
     * @param key what clients without a certificate prove themselves by
     */
    static Json.Obj filled(VerificationKey key) throws IOException {
        Json.Obj realm = shipped();
        List<Json> clients = new ArrayList<>();
        List<Json> users = new ArrayList<>(items(realm, "users"));
        for (Json item : items(realm, "clients")) {
            Json.Obj client = filled((Json.Obj) item, key);
            clients.add(withTenant(client, "acme"));
            if (id(client).equals("example-dpop")) {
                clients.add(withTenant(named(client, "foreign"), "other"));
            }
        }
        users.add(Json.object()
                .with("username", "service-account-example-foreign")
                .with("enabled", true)
                .with("serviceAccountClientId", "example-foreign")
                .with("realmRoles", Json.texts(List.of("pipeline"))));
        return realm.with("clients", Json.array(clients)).with("users", Json.array(users));
    }

    static List<Json> items(Json.Obj object, String name) {
        return object.members().get(name) instanceof Json.Arr array ? array.items() : List.of();
    }

    static String id(Json.Obj client) {
        return ObjectReader.of(client, "").text("clientId");
    }

    private static Json.Obj filled(Json.Obj client, VerificationKey key) {
        Json.Obj attributes = attributes(client);
        Json published = Jwk.of(key).toJson().with("kid", KEY_NAME).with("use", "sig").with("alg", "ES256");
        String keys = CanonicalJson.of(Json.object().with("keys", Json.array(List.of(published))))
                .bytes()
                .asLenientText();
        Json.Obj own = attributes.members().containsKey("jwks.string")
                ? attributes.with("jwks.string", keys)
                : attributes.with("x509.subjectdn", subject(id(client).substring("example-".length())));
        return client.with("enabled", true).with("attributes", own);
    }

    private static Json.Obj named(Json.Obj client, String name) {
        return client.with("clientId", "example-" + name)
                .with("attributes", attributes(client).with("x509.subjectdn", subject(name)));
    }

    private static Json.Obj withTenant(Json.Obj client, String tenant) {
        Json.Obj mapper = (Json.Obj) items(client, "protocolMappers").getFirst();
        Json.Obj config = (Json.Obj) mapper.members().getOrDefault("config", Json.object());
        return client.with(
                "protocolMappers", Json.array(List.of(mapper.with("config", config.with("claim.value", tenant)))));
    }

    private static Json.Obj attributes(Json.Obj client) {
        return client.members().get("attributes") instanceof Json.Obj attributes ? attributes : Json.object();
    }

    private static String subject(String name) {
        return "CN=" + name + ",O=Exhibit";
    }
}
