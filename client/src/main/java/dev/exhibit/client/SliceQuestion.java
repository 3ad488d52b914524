package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;

/** What to ask of a stored SBOM. */
public sealed interface SliceQuestion {
    /**
     * About one component.
     *
     * @param component its purl, bom-ref or SPDXID
     * @param kind {@code component}, {@code dependants} or {@code dependencies}
     */
    record About(String component, String kind) implements SliceQuestion {}

    /** @param purl a pattern for package URLs, in whose parts {@code *} stands for any characters */
    record Matching(String purl) implements SliceQuestion {}

    /** The request. */
    default Json.Obj on(Digest sbom) {
        Json.Obj request = Json.object().with("sbom", sbom.toString());
        return switch (this) {
            case About about -> request.with("component", about.component).with("question", about.kind);
            case Matching matching -> request.with("purl", matching.purl);
        };
    }
}
