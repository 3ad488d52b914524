package dev.exhibit.boundary.register.index;

import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The column {@code allowance} of {@code identity}. */
final class StoredAllowance {
    private StoredAllowance() {}

    static Allowance read(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString("allowance"))
                .map(StoredAllowance::parse)
                .orElseGet(Allowance::everything);
    }

    /** Canonical JSON; nothing where there is no list. */
    static Optional<String> text(Allowance allowance) {
        return Optional.of(allowance)
                .filter(given -> !given.equals(Allowance.everything()))
                .map(given -> CanonicalJson.of(given.toJson()).bytes().asLenientText());
    }

    private static Allowance parse(String text) {
        ObjectReader stored = JsonReader.readObject(Bytes.utf8(text), JsonLimits.BODY);
        Allowance allowance = Allowance.read(stored);
        stored.end();
        return allowance;
    }
}
