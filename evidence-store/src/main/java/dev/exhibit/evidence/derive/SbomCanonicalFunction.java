package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.sbom.SbomDocument;
import java.util.Map;

/** The canonical form of an SBOM; the digest of the output is the semantic digest. Input {@code sbom}, no parameters. */
public final class SbomCanonicalFunction implements PureFunction {
    private static final String INPUT = "sbom";
    private static final Digest ENGINE = Hashing.of(Bytes.utf8("exhibit sbom-canonical 1"));

    /** The inputs for one SBOM. */
    public static Map<String, Bytes> inputs(Bytes sbom) {
        return Map.of(INPUT, sbom);
    }

    @Override
    public String name() {
        return "sbom-canonical";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Digest engine() {
        return ENGINE;
    }

    @Override
    public Bytes apply(Map<String, Bytes> inputs, Json.Obj parameters) {
        Named.requireNoParameters(parameters);
        Bytes document = Named.exactly(inputs, INPUT).input(INPUT);
        return SbomDocument.parse(document).canonical().bytes();
    }
}
