package dev.exhibit.evidence.sbom;

import dev.exhibit.crypto.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * A component or a service of an SBOM.
 *
 * @param kind which of the two
 * @param ref {@code bom-ref}: its name within the document
 * @param purl its package URL; services have none
 * @param fields all members as in the document, without the nested parts
 * @param parts components within a component, services within a service
 */
public record Part(Kind kind, Optional<String> ref, Optional<String> purl, Json.Obj fields, List<Part> parts) {
    public Part {
        parts = List.copyOf(parts);
    }

    /** The two sorts of parts that dependency edges may connect. */
    public enum Kind {
        COMPONENT("components"),
        SERVICE("services");

        private final String member;

        Kind(String member) {
            this.member = member;
        }

        /** The member that lists such parts: in the document and within a part. */
        String member() {
            return member;
        }
    }

    /** Whether {@code question} is this part's {@code bom-ref} or its package URL, character by character. */
    boolean isNamed(String question) {
        return ref.filter(question::equals).isPresent()
                || purl.filter(question::equals).isPresent();
    }
}
