package dev.exhibit.evidence.slice;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is asked of an SBOM. As JSON: {@code component} and {@code question}, or {@code purl} alone. Each answer has, beside
 * what is asked for, the parts that contain it, and what the document is about if that is one thing.
 */
public sealed interface Question {
    /**
     * About one component.
     *
     * @param component its name within the document or its package URL, character by character
     * @param kind what to know of it
     */
    record About(String component, Kind kind) implements Question {}

    /** Which packages match. */
    record Matching(PurlPattern pattern) implements Question {}

    /** What to know of a component. */
    enum Kind {
        /** What is it? The component alone. */
        COMPONENT,
        /** Why is it there? What depends on it or contains it, directly or not, up to the root. */
        DEPENDANTS,
        /** What does it need? What it depends on or contains, directly or not. */
        DEPENDENCIES;

        /** The name in documents, for example {@code dependants}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws MalformedException for a name that is none of these */
        public static Kind parse(String wire) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wire().equals(wire))
                    .findFirst()
                    .orElseThrow(() -> new MalformedException(
                            Reason.BAD_VALUE,
                            "expected one of "
                                    + Arrays.stream(values()).map(Kind::wire).collect(Collectors.joining(", "))));
        }
    }

    /** Why is this component there? */
    static Question why(String component) {
        return new About(component, Kind.DEPENDANTS);
    }

    /**
     * Reads the members of a question and nothing else. Without {@code question} it is {@code dependants}.
     *
     * @throws MalformedException unless exactly one of {@code component} and {@code purl} is there
     */
    static Question read(ObjectReader reader) {
        Optional<PurlPattern> pattern = reader.optionalParsed("purl", PurlPattern::parse);
        Optional<Kind> kind = reader.optionalParsed("question", Kind::parse);
        if (pattern.isPresent()) {
            if (kind.isPresent() || reader.optional("component").isPresent()) {
                throw new MalformedException(
                        Reason.BAD_VALUE, reader.pointerTo("purl"), "goes without component and question");
            }
            return new Matching(pattern.get());
        }
        return new About(reader.text("component"), kind.orElse(Kind.DEPENDANTS));
    }

    /** What {@link #read} reads, in full. */
    default Json.Obj toJson() {
        return switch (this) {
            case About about -> Json.object().with("component", about.component).with("question", about.kind.wire());
            case Matching matching -> Json.object().with("purl", matching.pattern.toString());
        };
    }
}
