package dev.exhibit.client;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;

/**
 * Audit records of a room with all that proves them.
 *
 * @param lines of an export, canonical JSON each; none if there is nothing further
 * @param next after how many records the next page begins
 * @param more whether there was a next page when this one was made
 */
public record AuditPage(List<Bytes> lines, long next, boolean more) {
    private static final int MAX_LINES = 2_000;

    public AuditPage {
        lines = List.copyOf(lines);
    }

    static AuditPage read(ObjectReader reader) {
        return new AuditPage(
                reader.items("lines", MAX_LINES).stream()
                        .map(line -> CanonicalJson.of(line).bytes())
                        .toList(),
                reader.optionalInteger("next", 0, Long.MAX_VALUE).orElse(0L),
                reader.optionalFlag("more").orElse(false));
    }
}
