package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.policy.JudgedSummary;
import dev.exhibit.crypto.policy.JudgedSummary.Question;
import dev.exhibit.crypto.verify.Demands.Spelling;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@link JudgedSummary} as a function over bytes: inputs {@code policy}, {@code trust-root}, {@code bundle-001}… in their
 * order; parameters {@code artifact} ({@code name}, {@code digest}), {@code now}, {@code spelling}, {@code time}, {@code
 * verifier}. Its output is the Statement, as it is signed.
 */
public final class SummaryFunction implements PureFunction {
    public static final String NAME = "verification-summary";
    public static final int VERSION = 1;

    private static final Digest ENGINE = Hashing.of(Bytes.utf8("exhibit verification-summary 1"));
    private static final String POLICY = "policy";
    private static final String ROOT = "trust-root";
    private static final String BUNDLE = "bundle-";
    private static final int DIGITS = 3;
    private static final SignatureChecker CHECKER = SignatureChecker.standard();

    /** The inputs of a question. */
    public static Map<String, Bytes> inputs(Question question) {
        Map<String, Bytes> inputs = new HashMap<>(Map.of(POLICY, question.policy(), ROOT, question.root()));
        int number = 0;
        for (Bytes bundle : question.bundles()) {
            inputs.put(Named.numbered(BUNDLE, ++number, DIGITS), bundle);
        }
        return Map.copyOf(inputs);
    }

    /** The parameters of a question. */
    public static Json.Obj parameters(Question question) {
        return Json.object()
                .with(
                        "artifact",
                        Json.object()
                                .with("name", question.artifact().name())
                                .with("digest", question.artifact().digest().toString()))
                .with("now", question.now().toString())
                .with("spelling", question.spelling().name().toLowerCase(Locale.ROOT))
                .with("time", question.time().toString())
                .with("verifier", question.verifier());
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
        List<Bytes> bundles = new ArrayList<>();
        new TreeMap<>(inputs).forEach((name, document) -> {
            if (name.startsWith(BUNDLE)) {
                bundles.add(document);
            } else if (!name.equals(POLICY) && !name.equals(ROOT)) {
                throw new MalformedException(Reason.UNKNOWN_MEMBER, "/inputs", NAME + " has no input " + name);
            }
        });
        ObjectReader reader = ObjectReader.of(parameters, "/parameters");
        ObjectReader artifact = reader.object("artifact");
        Subject subject = new Subject(artifact.text("name"), artifact.parsed("digest", Digest::parse));
        artifact.end();
        Question question = new Question(
                reader.text("verifier"),
                subject,
                bundles,
                Named.required(inputs, NAME, POLICY),
                Named.required(inputs, NAME, ROOT),
                reader.parsed("spelling", SummaryFunction::spelling),
                reader.parsed("time", SummaryFunction::time),
                reader.parsed("now", SummaryFunction::time));
        reader.end();
        return JudgedSummary.of(question, CHECKER).statement().encode().bytes();
    }

    private static Spelling spelling(String text) {
        return switch (text) {
            case "canonical" -> Spelling.CANONICAL;
            case "any" -> Spelling.ANY;
            default -> throw new MalformedException(Reason.BAD_VALUE, "expected canonical or any");
        };
    }

    /** Written in one way only: whole seconds. */
    private static Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            if (time.toString().equals(text) && time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
                return time;
            }
        } catch (DateTimeException notTime) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a time such as 2026-01-31T12:00:00Z");
        }
        throw new MalformedException(Reason.BAD_VALUE, "expected whole seconds in UTC");
    }
}
