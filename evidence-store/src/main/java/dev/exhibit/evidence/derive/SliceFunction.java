package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.evidence.slice.Cut;
import dev.exhibit.evidence.slice.Question;
import java.util.Map;

/** {@code sbom-slice} version 2: the part of an SBOM that answers a question. Input {@code sbom}; parameters are the question. */
public final class SliceFunction implements PureFunction {
    private static final String INPUT = "sbom";
    private static final Digest ENGINE = Hashing.of(Bytes.utf8("exhibit sbom-slice 2"));

    /** The inputs for one SBOM. */
    public static Map<String, Bytes> inputs(Bytes sbom) {
        return Map.of(INPUT, sbom);
    }

    @Override
    public String name() {
        return SbomSliceFunction.NAME;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Digest engine() {
        return ENGINE;
    }

    @Override
    public Bytes apply(Map<String, Bytes> inputs, Json.Obj parameters) {
        Bytes document = Named.exactly(inputs, INPUT).input(INPUT);
        ObjectReader reader = ObjectReader.of(parameters, "/parameters");
        Question question = Question.read(reader);
        reader.end();
        return Cut.of(SbomDocument.parse(document), question)
                .sliceOf(Hashing.of(document))
                .bytes();
    }
}
