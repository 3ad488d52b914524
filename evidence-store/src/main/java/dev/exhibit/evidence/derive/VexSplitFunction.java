package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.vex.VexDocument;
import java.util.Map;
import java.util.Optional;

/** {@link VexDocument} as a function over bytes: input {@code vex}, no parameters; all observations in one document. */
public final class VexSplitFunction implements PureFunction {
    public static final String NAME = "vex-split";
    public static final int VERSION = 1;

    private static final String INPUT = "vex";
    static final Digest ENGINE = Hashing.of(Bytes.utf8("exhibit vex-split 1, packageurl-java 1.5.0"));

    /** The inputs for one document. */
    public static Map<String, Bytes> inputs(Bytes vex) {
        return Map.of(INPUT, vex);
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
                        Reason.MISSING_MEMBER, "/inputs", "vex-split has exactly one input, named " + INPUT));
        ObjectReader.of(parameters, "/parameters").end();
        return VexDocument.parse(document).bytes();
    }
}
