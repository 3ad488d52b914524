package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SliceProof;
import java.util.Map;

/** The proof that a slice has only what its SBOM committed to. Inputs {@code sbom} and {@code slice}, no parameters. */
public final class SliceProofFunction implements PureFunction {
    private static final String SBOM = "sbom";
    private static final String SLICE = "slice";
    private static final Digest ENGINE = Hashing.of(Bytes.utf8("exhibit sbom-slice-proof 1"));

    /** The inputs for one slice. */
    public static Map<String, Bytes> inputs(Bytes sbom, Bytes slice) {
        return Map.of(SBOM, sbom, SLICE, slice);
    }

    @Override
    public String name() {
        return "sbom-slice-proof";
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
        Named named = Named.exactly(inputs, SBOM, SLICE);
        Bytes sbom = named.input(SBOM);
        Bytes slice = named.input(SLICE);
        return SliceProof.of(SbomDocument.parse(sbom), Hashing.of(sbom), SbomDocument.parse(slice), Hashing.of(slice))
                .bytes();
    }
}
