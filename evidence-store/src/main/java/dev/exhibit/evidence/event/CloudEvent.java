package dev.exhibit.evidence.event;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Optional;

/**
 * A journal event in the form of CloudEvents 1.0 (structured mode).
 *
 * @param position in the tenant's journal
 * @param leaf the entry's RFC 6962 leaf hash: the same event has the same id, however often it is delivered
 * @param source the journal's origin
 * @param data the journal event itself
 */
public record CloudEvent(long position, Digest leaf, String source, Json.Obj data) {
    /** Of the body. */
    public static final String MEDIA_TYPE = "application/cloudevents+json";

    private static final String TYPE = "dev.exhibit.";

    public static CloudEvent of(long position, Digest leaf, String source, Bytes entry) {
        Json document = JsonReader.read(entry, JsonLimits.DOCUMENT);
        if (document instanceof Json.Obj data) {
            return new CloudEvent(position, leaf, source, data);
        }
        throw new IllegalStateException("a journal entry is an object");
    }

    /** What happened, for example {@code evidence.registered}. */
    public String name() {
        return ObjectReader.of(data, "").text("event");
    }

    /** Canonical JSON: a repeated delivery has the same bytes. */
    public Bytes body() {
        ObjectReader event = ObjectReader.of(data, "");
        Json.Obj body = Json.object()
                .with("specversion", "1.0")
                .with("id", leaf.hex())
                .with("source", "//" + source)
                .with("type", TYPE + name())
                .with("time", event.text("at"))
                .with("datacontenttype", "application/json")
                .with("sequence", String.format("%019d", position))
                .with("data", data);
        Optional<String> subject = event.optionalText("target").or(() -> event.optionalText("digest"));
        return CanonicalJson.of(subject.map(text -> body.with("subject", text)).orElse(body))
                .bytes();
    }
}
