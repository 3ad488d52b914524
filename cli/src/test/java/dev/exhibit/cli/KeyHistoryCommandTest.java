package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root key is made, a history signed with it, and a verification that is told of it: all without a network. */
class KeyHistoryCommandTest {
    @TempDir
    Path folder;

    private final ThrowawaySigstore sigstore = new ThrowawaySigstore();
    private final VerificationKey key = sigstore.managed.published();
    private InProcess program;

    @BeforeEach
    void makeFiles() throws IOException {
        program = new InProcess(
                Map.of("XDG_CONFIG_HOME", folder.resolve("config").toString()), () -> ThrowawaySigstore.NOW);
        Files.write(folder.resolve("app"), ThrowawaySigstore.CONTENT.toArray());
        Files.write(
                folder.resolve("bundle.json"),
                sigstore.bundle(ThrowawaySigstore.Kind.KEY_MESSAGE_TIMESTAMP)
                        .encode()
                        .bytes()
                        .toArray());
        Files.write(
                folder.resolve("trust.json"),
                sigstore.trustRoot().encode().bytes().toArray());
        Files.writeString(folder.resolve("key.pem"), key.toPem());
        assertThat(run("keys", "root", path("root"))).as(text()).isZero();
    }

    @Test
    void aRevokedKeyIsRefusedFromItsRevocationOn() throws IOException {
        assertThat(verify(ThrowawaySigstore.SIGNED)).isEqualTo(5);
        assertThat(text()).contains("key_revoked", "key history of " + ThrowawaySigstore.NOW);
        assertThat(verify(ThrowawaySigstore.SIGNED.plusSeconds(1))).as(text()).isZero();
    }

    @Test
    void aHistoryOfAnotherRootStopsEverything() throws IOException {
        assertThat(run("keys", "root", path("other"))).isZero();
        assertThat(verify(ThrowawaySigstore.SIGNED.plusSeconds(1), "other")).isEqualTo(5);
        assertThat(text()).contains("is no key history that").doesNotContain("VERIFIED");
    }

    @Test
    void aRootIsMadeOnceAndNamedTogetherWithItsHistory() {
        assertThat(run("keys", "root", path("root"))).isEqualTo(2);
        assertThat(text()).contains("is there already");
        assertThat(run("keys", "sign-history", path("key.pem"), "--root", path("app"), "--out", path("h")))
                .isEqualTo(2);
        assertThat(run("verify", path("app"), "--key", path("key.pem"), "--history-root", path("root/root.pem")))
                .isEqualTo(2);
        assertThat(text()).contains("--key-history together with --history-root");
        assertThat(run(
                        "context",
                        "pin",
                        "build",
                        "--key",
                        path("key.pem"),
                        "--key-history",
                        path("h"),
                        "--history-root",
                        path("root/root.pem")))
                .isEqualTo(2);
        assertThat(text()).contains("not pinned");
    }

    private int verify(Instant revoked) throws IOException {
        return verify(revoked, "root");
    }

    /** With a history that {@code root} signed, as {@code root/root.pem} is believed. */
    private int verify(Instant revoked, String root) throws IOException {
        Json listed = Json.object()
                .with("keyId", key.id().hex())
                .with("state", "revoked")
                .with("epoch", 3)
                .with("createdAt", ThrowawaySigstore.START.toString())
                .with("changedAt", ThrowawaySigstore.NOW.toString())
                .with("revokedFrom", revoked.toString())
                .with("spki", StrictBase64.encode(key.spki()));
        Json keys = Json.object().with("keys", Json.array(List.of(listed)));
        Files.write(folder.resolve("keys.json"), CanonicalJson.of(keys).bytes().toArray());
        assertThat(run("keys", "sign-history", path("keys.json"), "--root", path(root), "--out", path("history.json")))
                .as(text())
                .isZero();
        assertThat(text()).contains("1 keys, 1 of them revoked");
        return run(
                "verify",
                path("app"),
                "--bundle",
                path("bundle.json"),
                "--key",
                path("key.pem"),
                "--trusted-root",
                path("trust.json"),
                "--key-history",
                path("history.json"),
                "--history-root",
                path("root/root.pem"));
    }

    private int run(String... arguments) {
        return program.run(List.of(arguments));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String text() {
        return program.text();
    }
}
