package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.explain.Explain;
import dev.exhibit.evidence.explain.Question;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@link Explain} as a function over bytes: inputs {@code slice}, {@code policy}, {@code advisory-0001}…,
 * {@code observation-0001}…, each sort in the order of digests; parameters {@code time} and {@code subjects}.
 */
public final class ExplainFunction implements PureFunction {
    public static final String NAME = "explain";
    public static final int VERSION = 1;

    /** The most documents of one sort. */
    public static final int MAX_DOCUMENTS = 500;

    private static final String SLICE = "slice";
    private static final String POLICY = "policy";
    private static final String ADVISORY = "advisory-";
    private static final String OBSERVATION = "observation-";
    private static final int DIGITS = 4;
    private static final int MAX_SUBJECTS = 1_024;

    /** The inputs; the same however the documents are ordered, and with what is given twice once. */
    public static Map<String, Bytes> inputs(
            Bytes slice, Bytes policy, Collection<Bytes> advisories, Collection<Bytes> observations) {
        Map<String, Bytes> inputs = new HashMap<>(Map.of(SLICE, slice, POLICY, policy));
        put(inputs, ADVISORY, advisories);
        put(inputs, OBSERVATION, observations);
        return Map.copyOf(inputs);
    }

    private static void put(Map<String, Bytes> inputs, String prefix, Collection<Bytes> documents) {
        TreeMap<Digest, Bytes> byDigest = new TreeMap<>();
        documents.forEach(document -> byDigest.put(Hashing.of(document), document));
        int number = 0;
        for (Bytes document : byDigest.values()) {
            inputs.put(Named.numbered(prefix, ++number, DIGITS), document);
        }
    }

    /**
     * The parameters.
     *
     * @param time at which to judge
     * @param subjects the artifacts that the slice speaks of
     */
    public static Json.Obj parameters(Instant time, SortedSet<Digest> subjects) {
        return Json.object()
                .with("time", time.toString())
                .with(
                        "subjects",
                        Json.texts(subjects.stream().map(Digest::toString).toList()));
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
        return Explain.ENGINE;
    }

    @Override
    public Bytes apply(Map<String, Bytes> inputs, Json.Obj parameters) {
        List<Bytes> advisories = new ArrayList<>();
        List<Bytes> observations = new ArrayList<>();
        new TreeMap<>(inputs).forEach((name, document) -> {
            if (name.startsWith(ADVISORY)) {
                advisories.add(document);
            } else if (name.startsWith(OBSERVATION)) {
                observations.add(document);
            } else if (!name.equals(SLICE) && !name.equals(POLICY)) {
                throw new MalformedException(Reason.UNKNOWN_MEMBER, "/inputs", "explain has no input " + name);
            }
        });
        ObjectReader reader = ObjectReader.of(parameters, "/parameters");
        Instant time = reader.parsed("time", ExplainFunction::time);
        SortedSet<Digest> subjects = new TreeSet<>(reader.parsedTexts("subjects", MAX_SUBJECTS, Digest::parse));
        reader.end();
        return Explain.of(Question.of(
                        Named.required(inputs, NAME, SLICE),
                        subjects,
                        advisories,
                        observations,
                        Named.required(inputs, NAME, POLICY),
                        time))
                .bytes();
    }

    /** Written in one way only. */
    private static Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.toString().equals(text)) {
                return time;
            }
        } catch (DateTimeException notTime) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a time such as 2026-01-31T12:00:00Z");
        }
        throw new MalformedException(Reason.BAD_VALUE, "expected a time in UTC, as short as it can be written");
    }
}
