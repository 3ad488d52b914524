package dev.exhibit.evidence.vex;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.version.Purl;
import dev.exhibit.evidence.vex.Observation.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads OpenVEX documents (github.com/openvex/spec, 0.0.1 and 0.2.0). For one document. */
final class OpenVex {
    /** How a document says that it is one. */
    static final String CONTEXT = "@context";

    private static final Set<String> CONTEXTS =
            Set.of("https://openvex.dev/ns", "https://openvex.dev/ns/v0.0.1", "https://openvex.dev/ns/v0.2.0");
    private static final Set<String> JUSTIFICATIONS = Set.of(
            "component_not_present",
            "vulnerable_code_not_present",
            "vulnerable_code_not_in_execute_path",
            "vulnerable_code_cannot_be_controlled_by_adversary",
            "inline_mitigations_already_exist");
    private static final int MANY = VexDocument.MAX_OBSERVATIONS;

    private final ObjectReader document;
    private final Digest source;
    private final Gathered observations = new Gathered();

    OpenVex(ObjectReader document, Digest source) {
        this.document = document;
        this.source = source;
    }

    /** The flaw that a statement is about. */
    private record Flaw(String name, Set<String> aliases) {}

    List<Observation> read() {
        if (!CONTEXTS.contains(document.text(CONTEXT))) {
            throw new MalformedException(
                    Reason.UNSUPPORTED, document.pointerTo(CONTEXT), "expected OpenVEX 0.0.1 or 0.2.0");
        }
        String author = document.parsed("author", VexFields::name);
        Instant dated = document.parsed("timestamp", VexFields::time);
        int at = 0;
        for (Json statement : document.items("statements", MANY)) {
            statement(statement, document.pointerTo("statements") + "/" + at++, author, dated);
        }
        return observations.all();
    }

    private void statement(Json value, String pointer, String author, Instant dated) {
        ObjectReader statement = ObjectReader.of(value, pointer);
        Flaw flaw = flaw(statement);
        VexStatus status = statement.parsed("status", VexStatus::parse);
        Optional<String> justification = justification(statement, status);
        Instant time = statement
                .optionalParsed("last_updated", VexFields::time)
                .or(() -> statement.optionalParsed("timestamp", VexFields::time))
                .orElse(dated);
        Said said = new Said(author, time, source, (Json.Obj) value);
        List<Json> products = statement.items("products", MANY);
        if (products.isEmpty()) {
            throw new MalformedException(Reason.MISSING_MEMBER, statement.pointerTo("products"), "no product");
        }
        observations.requireRoom(said, products.size());
        int at = 0;
        for (Json item : products) {
            String place = statement.pointerTo("products") + "/" + at++;
            observations.add(new Observation(
                    flaw.name(),
                    new TreeSet<>(flaw.aliases()),
                    product(item, place),
                    subcomponents(item, place),
                    status,
                    justification,
                    said));
        }
    }

    /** Version 0.0.1 has a text, later ones an object. */
    private static Flaw flaw(ObjectReader statement) {
        if (statement.required("vulnerability") instanceof Json.Obj object) {
            ObjectReader reader = ObjectReader.of(object, statement.pointerTo("vulnerability"));
            return new Flaw(
                    reader.parsed("name", VexFields::name),
                    Set.copyOf(reader.parsedTexts("aliases", MANY, VexFields::name)));
        }
        return new Flaw(statement.parsed("vulnerability", VexFields::name), Set.of());
    }

    private static Optional<String> justification(ObjectReader statement, VexStatus status) {
        Optional<String> justification = VexFields.word(statement, "justification", JUSTIFICATIONS);
        Optional<String> impact = statement.optionalText("impact_statement");
        Optional<String> action = statement.optionalText("action_statement");
        if (status == VexStatus.NOT_AFFECTED && justification.isEmpty() && impact.isEmpty()) {
            throw new MalformedException(
                    Reason.MISSING_MEMBER,
                    statement.pointerTo("justification"),
                    "not_affected needs a justification or an impact_statement");
        }
        if (status != VexStatus.NOT_AFFECTED && justification.isPresent()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, statement.pointerTo("justification"), "only not_affected has a justification");
        }
        if (status == VexStatus.AFFECTED && action.isEmpty()) {
            throw new MalformedException(
                    Reason.MISSING_MEMBER,
                    statement.pointerTo("action_statement"),
                    "affected needs an action_statement");
        }
        return justification;
    }

    /** Version 0.0.1 has a text, later ones an object; both may name a package URL as their id. */
    private static Product product(Json item, String pointer) {
        if (item instanceof Json.Text text) {
            return named(Optional.of(text.value()), Optional.empty(), Optional.empty(), pointer);
        }
        ObjectReader product = ObjectReader.of(item, pointer);
        Optional<Purl> purl = product.optionalObject("identifiers")
                .flatMap(identifiers -> identifiers.optionalParsed("purl", Purl::parse));
        Optional<Digest> digest =
                product.optionalObject("hashes").flatMap(hashes -> hashes.optionalParsed("sha-256", Digest::ofHex));
        return named(product.optionalText("@id"), purl, digest, pointer);
    }

    private static Product named(
            Optional<String> id, Optional<Purl> identifier, Optional<Digest> digest, String pointer) {
        try {
            Optional<Purl> purl = identifier.or(() -> id.filter(Purl::isPurl).map(Purl::parse));
            return new Product(purl, digest);
        } catch (MalformedException refused) {
            throw refused.at(pointer);
        }
    }

    private static List<Purl> subcomponents(Json item, String pointer) {
        List<Purl> purls = new ArrayList<>();
        if (item instanceof Json.Obj) {
            ObjectReader product = ObjectReader.of(item, pointer);
            for (Json part : product.items("subcomponents", MANY)) {
                String place = product.pointerTo("subcomponents") + "/" + purls.size();
                purls.add(product(part, place)
                        .purl()
                        .orElseThrow(() ->
                                new MalformedException(Reason.BAD_VALUE, place, "a part is named by package URL")));
            }
        }
        return purls;
    }
}
