package dev.exhibit.cli.interop;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One thing that is changed: every client has to refuse it, but for what some do not read. */
enum Change {
    PAYLOAD(
            "payload",
            question -> question.kind() == Question.Kind.DSSE
                    ? flipped(question, "\"payload\":\"")
                    : question.about(Bytes.utf8("other bytes"))),
    SIGNATURE(
            "signature",
            question -> flipped(question, question.kind() == Question.Kind.DSSE ? "\"sig\":\"" : "\"signature\":\"")),
    PROOF("proof", question -> flipped(question, "\"hashes\":[\"")),
    ROOT("proof's root", question -> flipped(question, "\"rootHash\":\"")),
    CHECKPOINT("checkpoint", question -> flipped(question, ".exhibit.internal ")),
    TIMESTAMP("timestamp", question -> flipped(question, "\"signedTimestamp\":\"")),
    NO_ENTRY("no log entry", question -> without(question, "tlogEntries")),
    NO_TIMESTAMP("no timestamp", question -> without(question, "timestampVerificationData"));

    private final String title;
    private final UnaryOperator<Question> change;

    Change(String title, UnaryOperator<Question> change) {
        this.title = title;
        this.change = change;
    }

    String title() {
        return title;
    }

    Question of(Question genuine) {
        return change.apply(genuine);
    }

    /** Others take the root from the checkpoint, and leave what the bundle says of it unread. */
    boolean isReadBy(StockClient client) {
        return this != ROOT || client == StockClient.EXHIBIT;
    }

    static Stream<Change> all() {
        return Stream.of(values());
    }

    /** One bit of the bytes whose base64 follows the marker. */
    private static Question flipped(Question question, String marker) {
        String text = question.bundle().asLenientText();
        int start = text.indexOf(marker) + marker.length();
        if (start < marker.length()) {
            throw new IllegalStateException("no " + marker + " in " + text);
        }
        int end = start;
        while ("\"\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        byte[] value = StrictBase64.decode(text.substring(start, end)).toArray();
        value[value.length / 2] ^= 1;
        return question.with(
                canonical(text.substring(0, start) + StrictBase64.encode(Bytes.owned(value)) + text.substring(end)));
    }

    private static Question without(Question question, String member) {
        Json.Obj bundle = (Json.Obj) JsonReader.read(question.bundle(), JsonLimits.BUNDLE);
        Json.Obj material = (Json.Obj) Objects.requireNonNull(bundle.members().get("verificationMaterial"));
        Json.Obj less = Json.object();
        for (var one : material.members().entrySet()) {
            less = one.getKey().equals(member) ? less : less.with(one.getKey(), one.getValue());
        }
        return question.with(
                CanonicalJson.of(bundle.with("verificationMaterial", less)).bytes());
    }

    private static Bytes canonical(String text) {
        return CanonicalJson.of(JsonReader.read(Bytes.utf8(text), JsonLimits.BUNDLE))
                .bytes();
    }
}
