package dev.exhibit.boundary.config;

import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.boundary.vault.VaultSettings.Pkcs11.TokenName;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;
import java.util.Map;

/** The section {@code vault} of the settings in effect. */
final class EffectiveVault {
    private EffectiveVault() {}

    static Json.Obj of(VaultSettings vault) {
        Json.Obj kind = Json.object().with("kind", vault.kind());
        Json.Obj section = switch (vault) {
            case VaultSettings.EncryptedFiles ignored -> kind;
            case VaultSettings.Pkcs11 token -> named(kind, token.token());
            case VaultSettings.Transit server ->
                kind.with("address", server.address().toString()).with("mount", server.mount());
        };
        if (vault instanceof VaultSettings.Transit server && !server.namespace().isEmpty()) {
            section = section.with("namespace", server.namespace());
        }
        for (Map.Entry<String, Path> file : vault.files().entrySet()) {
            section = section.with(file.getKey(), file.getValue().toString());
        }
        for (Map.Entry<String, SecretReference> secret : vault.secrets().entrySet()) {
            section = section.with(secret.getKey(), secret.getValue().toString());
        }
        return section;
    }

    private static Json.Obj named(Json.Obj section, TokenName token) {
        return switch (token) {
            case TokenName.Label label -> section.with("label", label.text());
            case TokenName.Slot slot -> section.with("slot", slot.number());
        };
    }
}
