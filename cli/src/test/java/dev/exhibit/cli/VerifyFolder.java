package dev.exhibit.cli;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder with an artifact, bundles of every kind about it, the trust root and the key of a throw-away Sigstore. */
final class VerifyFolder {
    final ThrowawaySigstore sigstore = new ThrowawaySigstore();
    private final Path folder;

    VerifyFolder(Path folder) {
        this.folder = folder;
        write("app", ThrowawaySigstore.CONTENT);
        write("root.json", sigstore.trustRoot().encode().bytes());
        write("other-root.json", new ThrowawaySigstore().trustRoot().encode().bytes());
        write("key.pem", Bytes.utf8(sigstore.managed.published().toPem()));
        for (Kind kind : Kind.values()) {
            write(kind + ".json", sigstore.bundle(kind).encode().bytes());
        }
    }

    Path write(String name, Bytes content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.write(file, content.toArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Path write(String name, String content) {
        return write(name, Bytes.owned(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** An artifact with its own bundle beside it. */
    Path signed(String name) {
        Bytes content = Bytes.utf8("content of " + name);
        write(
                name + ".sigstore.json",
                sigstore.bundle(Kind.IDENTITY_DSSE, content).encode().bytes());
        return write(name, content);
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    /** {@code verify app --bundle KIND} by the key or the identity, whichever made it. */
    List<String> verify(Kind kind) {
        List<String> all = new ArrayList<>(List.of("verify", path("app"), "--bundle", path(kind + ".json")));
        all.addAll(kind.name().startsWith("KEY") ? byKey() : byIdentity());
        return all;
    }

    List<String> byKey() {
        return List.of("--trusted-root", path("root.json"), "--key", path("key.pem"));
    }

    List<String> byIdentity() {
        return byIdentity("root.json", ThrowawaySigstore.IDENTITY, ThrowawaySigstore.ISSUER);
    }

    List<String> byIdentity(String root, String identity, String issuer) {
        return List.of(
                "--trusted-root", path(root), "--certificate-identity", identity, "--certificate-oidc-issuer", issuer);
    }
}
