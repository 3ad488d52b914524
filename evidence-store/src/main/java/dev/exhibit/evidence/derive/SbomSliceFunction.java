package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.sbom.Sbom;
import dev.exhibit.evidence.sbom.SbomSlice;
import java.util.Map;
import java.util.Optional;

/** {@link SbomSlice} as a function over bytes: input {@code sbom}, parameter {@code component}. */
public final class SbomSliceFunction implements PureFunction {
    public static final String NAME = "sbom-slice";
    public static final int VERSION = 1;

    private static final String INPUT = "sbom";
    private static final String PARAMETER = "component";
    private static final Digest ENGINE = Hashing.of(Bytes.utf8("exhibit sbom-slice 1"));

    /** The inputs for one SBOM. */
    public static Map<String, Bytes> inputs(Bytes sbom) {
        return Map.of(INPUT, sbom);
    }

    /** The parameters for one question. */
    public static Json.Obj parameters(String component) {
        return Json.object().with(PARAMETER, component);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Digest engine() {
        return ENGINE;
    }

    @Override
    public Bytes apply(Map<String, Bytes> inputs, Json.Obj parameters) {
        Bytes document = Optional.ofNullable(inputs.get(INPUT))
                .filter(found -> inputs.size() == 1)
                .orElseThrow(() -> new MalformedException(
                        Reason.MISSING_MEMBER, "/inputs", "sbom-slice has exactly one input, named " + INPUT));
        ObjectReader reader = ObjectReader.of(parameters, "/parameters");
        String component = reader.text(PARAMETER);
        reader.end();
        return SbomSlice.cut(Sbom.parse(document), Hashing.of(document), component)
                .bytes();
    }
}
