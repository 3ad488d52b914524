package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Canonical JSON put together from pieces that are canonical already, so that a long document is never a tree of values.
 * Whoever calls gives members in their order (RFC 8785 section 3.2.3). Used once.
 */
final class CanonicalText {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    CanonicalText add(String text) {
        return add(Bytes.utf8(text));
    }

    CanonicalText add(Bytes piece) {
        out.writeBytes(piece.toArray());
        return this;
    }

    /** A list of {@code items}, sorted by their bytes. */
    CanonicalText addSorted(List<Bytes> items) {
        String separator = "[";
        for (Bytes item : items.stream().sorted().toList()) {
            add(separator).add(item);
            separator = ",";
        }
        return add(items.isEmpty() ? "[]" : "]");
    }

    CanonicalJson done() {
        return new CanonicalJson(bytes());
    }

    Bytes bytes() {
        return Bytes.owned(out.toByteArray());
    }

    /** A string as canonical JSON writes it. */
    static Bytes quoted(String text) {
        return CanonicalJson.of(Json.text(text)).bytes();
    }
}
