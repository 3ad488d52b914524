package dev.exhibit.crypto.fuzz;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import java.util.List;

/** Documents as long as they may be, genuine and not. */
final class Longest {
    private static final int MIB = 1024 * 1024;
    private static final int LIMIT = JsonLimits.BUNDLE.bytes();

    private Longest() {}

    static List<Bytes> inputs() {
        Statement statement = statement();
        BundleContent.Dsse content = ThrowawaySigstore.dsse(Seeds.SIGSTORE.managed, statement);
        VerificationMaterial material =
                VerificationMaterial.of(Seeds.SIGSTORE.managed.published().id());
        return List.of(
                new Bundle(material, content).encode().bytes(),
                CanonicalJson.of(content.envelope().toJson()).bytes(),
                statement.encode().bytes(),
                Bytes.utf8(" ".repeat(LIMIT)),
                Bytes.utf8("[".repeat(LIMIT)),
                Bytes.utf8("{\"payload\":\"" + "A".repeat(JsonLimits.BUNDLE.stringLength()) + "\"}"),
                Bytes.utf8("{\"payload\":\"" + "A".repeat(JsonLimits.BUNDLE.stringLength() + 1) + "\"}"),
                Bytes.utf8("{\"payload\":\"" + "\u20ac".repeat(LIMIT / 3 - 16) + "\"}"),
                Bytes.utf8("{\"payload\":\"" + "\\u0041".repeat(LIMIT / 6 - 16) + "\"}"),
                Bytes.utf8("A".repeat(LIMIT + 1)));
    }

    /** With a text of 11 MiB inside: its base64 form is as long as a statement may be. */
    private static Statement statement() {
        Json.Obj predicate = Json.object().with("text", "x".repeat(11 * MIB));
        return new Statement(
                List.of(new Subject("app.jar", ThrowawaySigstore.ARTIFACT)), PredicateTypes.SLSA_PROVENANCE, predicate);
    }
}
