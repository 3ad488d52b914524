package dev.exhibit.boundary.config;

import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.boundary.vault.VaultSettings.Pkcs11.TokenName;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the section {@code vault}: where the signing keys of tenants live. */
final class KeyVaultReader {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");
    /** A label has 32 bytes, filled up with blanks (PKCS #11 section 3.2). */
    private static final Pattern LABEL = Pattern.compile("[!-~]([ -~]{0,30}[!-~])?");

    private KeyVaultReader() {}

    static VaultSettings vault(ObjectReader given) {
        VaultSettings vault = switch (given.optionalParsed("kind", KeyVaultReader::kind)
                .orElse("file")) {
            case "pkcs11" -> pkcs11(given);
            case "transit" -> transit(given);
            default -> new VaultSettings.EncryptedFiles(given.optionalParsed("pemPassword", SecretReference::parse));
        };
        given.end();
        return vault;
    }

    private static String kind(String text) {
        if (!Set.of("file", "pkcs11", "transit").contains(text)) {
            throw bad("expected file, pkcs11 or transit");
        }
        return text;
    }

    private static VaultSettings pkcs11(ObjectReader given) {
        return new VaultSettings.Pkcs11(
                given.parsed("library", VaultReader::path), token(given), given.parsed("pin", SecretReference::parse));
    }

    private static TokenName token(ObjectReader given) {
        var label = given.optionalParsed("label", KeyVaultReader::label);
        var slot = given.optionalInteger("slot", 0, JsonLimits.MAX_SAFE_INTEGER);
        if (label.isPresent() == slot.isPresent()) {
            throw bad("expected one of label and slot").at(given.pointerTo("label"));
        }
        return label.<TokenName>map(TokenName.Label::new).orElseGet(() -> new TokenName.Slot(slot.orElseThrow()));
    }

    private static String label(String text) {
        if (!LABEL.matcher(text).matches()) {
            throw bad("expected the label of a token: 1 to 32 characters of ASCII, without blanks around them");
        }
        return text;
    }

    private static VaultSettings transit(ObjectReader given) {
        return new VaultSettings.Transit(
                given.parsed("address", KeyVaultReader::address),
                given.optionalParsed("authorities", VaultReader::path),
                given.optionalParsed("namespace", VaultReader::place).orElse(""),
                given.optionalParsed("mount", VaultReader::place).orElse("transit"),
                given.parsed("token", SecretReference::parse));
    }

    private static Origin address(String text) {
        Origin origin = Origin.parse(text);
        if (origin.scheme() == Origin.Scheme.HTTP && !LOOPBACK.contains(origin.host())) {
            throw bad("expected https://HOST[:PORT], or http://127.0.0.1[:PORT] on this machine");
        }
        return origin;
    }

    private static MalformedException bad(String what) {
        return new MalformedException(Reason.BAD_VALUE, what);
    }
}
