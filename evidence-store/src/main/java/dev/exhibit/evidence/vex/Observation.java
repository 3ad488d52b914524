package dev.exhibit.evidence.vex;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.version.Purl;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * That somebody said at some time how one product stands to one flaw: a document of canonical JSON, stored under its digest.
 * It never changes; what is said later is another observation.
 *
 * @param vulnerability the flaw, as the document calls it
 * @param aliases its other names
 * @param product what it is about
 * @param subcomponents which parts of the product; empty for the product as a whole
 * @param status how it stands
 * @param justification why it is not affected, in the words of the document's format
 * @param said by whom, when and where
 */
public record Observation(
        String vulnerability,
        SortedSet<String> aliases,
        Product product,
        List<Purl> subcomponents,
        VexStatus status,
        Optional<String> justification,
        Said said) {
    /** The value of {@code type}. */
    public static final String TYPE = "https://exhibit.dev/vex-observation/v1";

    /** The media type under which observations are stored. */
    public static final String MEDIA_TYPE = "application/json";

    private static final int MANY = 10_000;

    public Observation {
        aliases = Collections.unmodifiableSortedSet(new TreeSet<>(aliases));
        subcomponents = subcomponents.stream()
                .sorted((one, other) -> one.text().compareTo(other.text()))
                .distinct()
                .toList();
    }

    /**
     * Where an observation is from.
     *
     * @param issuer who says it, as the document names them: a claim that nobody has checked
     * @param time when it was said, as the document says
     * @param source SHA-256 of the document
     * @param statement the part of the document, as it is
     */
    public record Said(String issuer, Instant time, Digest source, Json.Obj statement) {}

    /**
     * Reads an observation.
     *
     * @throws MalformedException for anything but the canonical bytes of one
     */
    public static Observation parse(Bytes document) {
        ObjectReader reader = JsonReader.readObject(document, JsonLimits.DOCUMENT);
        if (!reader.text("type").equals(TYPE)) {
            throw new MalformedException(Reason.UNSUPPORTED, reader.pointerTo("type"), "expected " + TYPE);
        }
        Observation parsed = new Observation(
                reader.text("vulnerability"),
                new TreeSet<>(reader.texts("aliases", MANY)),
                Product.read(reader.object("product")),
                reader.parsedTexts("subcomponents", MANY, Purl::parse),
                reader.parsed("status", VexStatus::parse),
                reader.optionalText("justification"),
                new Said(
                        reader.text("issuer"),
                        reader.parsed("time", Observation::time),
                        reader.parsed("source", Digest::parse),
                        reader.objectValue("statement")));
        reader.end();
        if (!parsed.bytes().equals(document)) {
            throw new MalformedException(Reason.JSON, "not in canonical form (RFC 8785)");
        }
        return parsed;
    }

    /** The document: canonical JSON. */
    public Bytes bytes() {
        return CanonicalJson.of(toJson()).bytes();
    }

    Json.Obj toJson() {
        Json.Obj json = Json.object()
                .with("type", TYPE)
                .with("vulnerability", vulnerability)
                .with("aliases", Json.texts(List.copyOf(aliases)))
                .with("product", product.toJson())
                .with(
                        "subcomponents",
                        Json.texts(subcomponents.stream().map(Purl::text).toList()))
                .with("status", status.wire())
                .with("issuer", said.issuer())
                .with("time", said.time().toString())
                .with("source", said.source().toString())
                .with("statement", said.statement());
        return justification.map(why -> json.with("justification", why)).orElse(json);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notTime) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a time such as 2026-01-31T12:00:00Z");
        }
    }
}
