package dev.exhibit.evidence.derive;

import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.derive.BlobSource.Fetched;
import dev.exhibit.evidence.derive.DerivationRecord.Input;
import dev.exhibit.evidence.derive.ReplayResult.Difference;
import dev.exhibit.evidence.derive.ReplayResult.Differs;
import dev.exhibit.evidence.derive.ReplayResult.Identical;
import java.util.HashMap;
import java.util.Map;

/**
 * Computes a derivation again and compares byte for byte. Needs no server, no database and no network: only the functions
 * and a place to find bytes. Thread-safe if the source is.
 */
public final class Replay {
    private final Functions functions;
    private final BlobSource source;

    public Replay(Functions functions, BlobSource source) {
        this.functions = functions;
        this.source = source;
    }

    public ReplayResult replay(DerivationRecord record) {
        try {
            // 1. The same function, version and engine.
            PureFunction function = function(record);
            // 2. The same inputs, each checked against its digest.
            Map<String, Bytes> inputs = inputs(record);
            // 3. Computed again.
            Bytes output = compute(record, function, inputs);
            // 4. Compared with the record, and with the stored output where there is one.
            compareWithRecord(record, function, inputs, output);
            compareWithStored(record, output);
            return new Identical(record.output());
        } catch (Stop stop) {
            return new Differs(record.output(), stop.kind, stop.detail);
        }
    }

    private PureFunction function(DerivationRecord record) {
        String name = record.function() + " version " + record.version();
        PureFunction function = functions
                .find(record.function(), record.version())
                .orElseThrow(
                        () -> new Stop(Difference.ENGINE_DIFFERS, "this program has no " + name + release(record)));
        if (!function.engine().equals(record.engine())) {
            throw new Stop(
                    Difference.ENGINE_DIFFERS,
                    name + " was computed by engine " + record.engine() + ", here is " + function.engine()
                            + release(record));
        }
        return function;
    }

    /** Where to go for the engine of a record, if that is known. */
    private String release(DerivationRecord record) {
        return functions
                .releaseOf(record.engine())
                .map(release -> "; Exhibit " + release + " has that engine")
                .orElse("");
    }

    private Map<String, Bytes> inputs(DerivationRecord record) {
        Map<String, Bytes> inputs = new HashMap<>();
        for (Input input : record.inputs()) {
            inputs.put(input.name(), bytes(input));
        }
        return Map.copyOf(inputs);
    }

    private Bytes bytes(Input input) {
        String which = "input " + input.name() + ", " + input.digest();
        return switch (source.fetch(input.digest())) {
            case Fetched.Missing missing -> throw new Stop(Difference.INPUT_MISSING, which + ", cannot be found");
            case Fetched.Corrupt corrupt -> throw new Stop(Difference.INPUT_CORRUPT, which + ", has been changed");
            case Fetched.Found found -> {
                Digest actual = Hashing.of(found.bytes());
                if (!actual.equals(input.digest())) {
                    throw new Stop(Difference.INPUT_CORRUPT, which + ", has been changed: its bytes have " + actual);
                }
                yield found.bytes();
            }
        };
    }

    private static Bytes compute(DerivationRecord record, PureFunction function, Map<String, Bytes> inputs) {
        try {
            return function.apply(inputs, record.parameters());
        } catch (ProblemException | MalformedException refused) {
            throw new Stop(Difference.OUTPUT_DIFFERS, "now there is no output: " + refused.getMessage());
        }
    }

    private void compareWithRecord(
            DerivationRecord record, PureFunction function, Map<String, Bytes> inputs, Bytes output) {
        Digest actual = Hashing.of(output);
        if (actual.equals(record.output())) {
            return;
        }
        Bytes again = compute(record, function, inputs);
        if (!again.equals(output)) {
            throw new Stop(Difference.NON_DETERMINISM, "two runs differ: " + firstDifference(output, again));
        }
        String recorded = "the record says " + record.output() + ", now it is " + actual;
        if (source.fetch(record.output()) instanceof Fetched.Found stored) {
            throw new Stop(
                    Difference.OUTPUT_DIFFERS,
                    recorded + "; stored and now " + firstDifference(stored.bytes(), output));
        }
        throw new Stop(Difference.OUTPUT_DIFFERS, recorded);
    }

    private void compareWithStored(DerivationRecord record, Bytes output) {
        switch (source.fetch(record.output())) {
            case Fetched.Missing missing -> {
                // The record's digest has been met; the bytes need not be kept.
            }
            case Fetched.Corrupt corrupt ->
                throw new Stop(Difference.OUTPUT_DIFFERS, "the stored output has been changed");
            case Fetched.Found found -> {
                if (!found.bytes().equals(output)) {
                    throw new Stop(
                            Difference.OUTPUT_DIFFERS,
                            "the stored output has been changed: stored and computed "
                                    + firstDifference(found.bytes(), output));
                }
            }
        }
    }

    /** Says where two byte sequences part. */
    private static String firstDifference(Bytes one, Bytes other) {
        int common = Math.min(one.size(), other.size());
        for (int at = 0; at < common; at++) {
            if (one.at(at) != other.at(at)) {
                return "differ first at byte " + at + ": " + one.at(at) + " and " + other.at(at);
            }
        }
        return "differ in length: " + one.size() + " and " + other.size() + " bytes";
    }

    /** Leaves at the first difference. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Difference kind;
        private final String detail;

        Stop(Difference kind, String detail) {
            super(detail);
            this.kind = kind;
            this.detail = detail;
        }
    }
}
