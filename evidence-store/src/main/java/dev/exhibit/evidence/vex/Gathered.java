package dev.exhibit.evidence.vex;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.vex.Observation.Said;
import java.util.ArrayList;
import java.util.List;

/** The observations of one document. Each repeats its statement, so their size is bounded, too. For one document. */
final class Gathered {
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final List<Observation> observations = new ArrayList<>();
    private long bytes;

    /** Refuses a statement that, said of each of so many products, would be too much. */
    void requireRoom(Said said, int products) {
        Json.Obj statement = said.statement();
        bytes += (long) CanonicalJson.of(statement).bytes().size() * products;
        if (observations.size() + products > VexDocument.MAX_OBSERVATIONS || bytes > MAX_BYTES) {
            throw new MalformedException(
                    Reason.TOO_LARGE,
                    "",
                    "a document makes at most " + VexDocument.MAX_OBSERVATIONS + " observations of " + MAX_BYTES
                            + " bytes in all");
        }
    }

    void add(Observation observation) {
        observations.add(observation);
    }

    List<Observation> all() {
        return List.copyOf(observations);
    }
}
