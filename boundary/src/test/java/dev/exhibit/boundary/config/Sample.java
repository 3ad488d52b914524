package dev.exhibit.boundary.config;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;

/** Configurations that are right but for what a test changes. */
final class Sample {
    static final String CHECKED_URL = "jdbc:postgresql://db.example.org:5432/exhibit?sslmode=verify-full";

    private Sample() {}

    /** A section {@code database} with all that is required. */
    static Json.Obj database() {
        return Json.object()
                .with("url", CHECKED_URL)
                .with("migrationPassword", "file:/run/secrets/migrate")
                .with("signerPassword", "file:/run/secrets/signer")
                .with("evidencePassword", "file:/run/secrets/evidence")
                .with("boundaryPassword", "file:/run/secrets/boundary")
                .with("authorityPassword", "file:/run/secrets/authority");
    }

    /** What a configuration of this text means. */
    static Settings read(String text) {
        return Settings.read(Bytes.utf8(text));
    }

    /** A configuration that gives one key; the section {@code database} is completed. */
    static Settings with(String key, String json) {
        Json value = JsonReader.read(Bytes.utf8(json), JsonLimits.BODY);
        String[] path = key.split("\\.", 2);
        Json given = path.length == 1 ? value : section(key).with(path[1], value);
        return read(Json.object().with(path[0], given));
    }

    /** A configuration that gives the section of a key without it. */
    static Settings without(String key) {
        String[] path = key.split("\\.", 2);
        return read(path.length == 1 ? Json.object() : Json.object().with(path[0], section(key)));
    }

    static Settings read(Json.Obj document) {
        return Settings.read(CanonicalJson.of(document).bytes());
    }

    private static Json.Obj section(String key) {
        return switch (key.split("\\.", 2)[0]) {
            case "database" -> database();
            case "replay" ->
                Json.object().with("url", "rediss://cache.example.org").with("password", "file:/run/secrets/replay");
            case "kv" ->
                key.startsWith("kv.kubernetes")
                        ? kv().with("kubernetesRole", "exhibit")
                        : kv().with("token", "docker:vault-token");
            case "vault" -> vault(key);
            case "store" -> store(key);
            case "traces" -> Json.object().with("collector", "https://collector.example.org:4318");
            case "entitlements" ->
                Json.object().with("file", "/etc/exhibit/entitlements.json").with("signer", "/etc/exhibit/issuer.pem");
            case "trustRoot" -> Json.object().with("signer", "/etc/exhibit/root.pem");
            default -> Json.object();
        };
    }

    private static Json.Obj store(String key) {
        Json.Obj bucket = Json.object()
                .with("kind", "s3")
                .with("endpoint", "https://s3.example.org")
                .with("bucket", "evidence")
                .with("accessKey", "file:/run/secrets/access")
                .with("secretKey", "file:/run/secrets/secret");
        return switch (key) {
            case "store.kind" -> Json.object();
            case "store.lockDays" -> bucket.with("versioning", true).with("lockMode", "governance");
            default -> bucket;
        };
    }

    private static Json.Obj vault(String key) {
        return switch (key) {
            case "vault.kind", "vault.pemPassword" -> Json.object();
            case "vault.library", "vault.label", "vault.slot", "vault.pin" ->
                Json.object()
                        .with("kind", "pkcs11")
                        .with("library", "/usr/lib/softhsm/libsofthsm2.so")
                        .with("pin", "file:/run/secrets/pin");
            default ->
                Json.object()
                        .with("kind", "transit")
                        .with("address", "https://bao.example.org:8200")
                        .with("token", "file:/run/secrets/bao");
        };
    }

    /** A section {@code kv} with all that is required but a login. */
    static Json.Obj kv() {
        return Json.object().with("address", "https://vault.example.org:8200");
    }
}
