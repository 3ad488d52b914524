package dev.exhibit.boundary.register.index;

import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The column {@code keys} of {@code client}. */
final class StoredKeys {
    private StoredKeys() {}

    static JwkSet read(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString("keys"))
                .map(text -> JwkSet.read(
                        JsonReader.readObject(Bytes.utf8(text), JsonLimits.BODY), RegisteredClient.MAX_KEYS))
                .orElseGet(() -> new JwkSet(List.of()));
    }

    /** Canonical JSON; nothing where there is no key: the column knows no empty set. */
    static Optional<String> text(JwkSet keys) {
        return Optional.of(keys)
                .filter(set -> !set.keys().isEmpty())
                .map(set -> CanonicalJson.of(set.toJson()).bytes().asLenientText());
    }
}
