package dev.exhibit.evidence.vex;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.sbom.Sbom;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one VEX document says, statement by statement.
 *
 * @param source SHA-256 of the document
 * @param observations by digest, in order, no two alike
 */
public record VexDocument(Digest source, List<Observation> observations) {
    /** The most observations of one document. */
    public static final int MAX_OBSERVATIONS = 1_000;

    private static final String TYPE = "https://exhibit.dev/vex-observations/v1";
    private static final int MAX_HASHES = 100;

    public VexDocument {
        observations = List.copyOf(observations);
    }

    /**
     * Reads an OpenVEX or CycloneDX document.
     *
     * @throws MalformedException with a pointer, for what is neither, and for one that says nothing or too much
     */
    public static VexDocument parse(Bytes document) {
        Digest source = Hashing.of(document);
        ObjectReader reader = JsonReader.readObject(document, JsonLimits.DOCUMENT);
        List<Observation> found;
        if (reader.names().contains(OpenVex.CONTEXT)) {
            found = new OpenVex(reader, source).read();
        } else if (reader.names().contains("bomFormat")) {
            found = new CycloneDxVex(reader, Sbom.parse(document), source).read();
        } else {
            throw new MalformedException(Reason.UNSUPPORTED, "", "expected an OpenVEX or CycloneDX document");
        }
        TreeMap<Digest, Observation> byDigest = new TreeMap<>();
        found.forEach(observation -> byDigest.put(Hashing.of(observation.bytes()), observation));
        if (byDigest.isEmpty()) {
            throw new MalformedException(Reason.MISSING_MEMBER, "", "the document says nothing about any product");
        }
        return new VexDocument(source, List.copyOf(byDigest.values()));
    }

    /** All observations as one document of canonical JSON, by which two ways of splitting can be compared. */
    public Bytes bytes() {
        return CanonicalJson.of(Json.object()
                        .with("type", TYPE)
                        .with("source", source.toString())
                        .with(
                                "observations",
                                Json.array(observations.stream()
                                        .map(Observation::toJson)
                                        .toList())))
                .bytes();
    }

    /** The SHA-256 among the {@code hashes} of a CycloneDX component. */
    public static Optional<Digest> sha256(Json.Obj component) {
        return ObjectReader.of(component, "").objects("hashes", MAX_HASHES).stream()
                .filter(hash -> hash.text("alg").equals("SHA-256"))
                .map(hash -> Digest.ofHex(hash.text("content")))
                .findFirst();
    }
}
