package dev.exhibit.evidence.policy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Ordered rules that turn findings into verdicts (docs/spec/explain.md); evidence of kind {@code policy}. Not to be confused
 * with the verification policy, which says what must be proven about an artifact.
 *
 * @param digest SHA-256 of its canonical form: white space and the order of members do not count
 * @param id its name
 * @param version which edition of it, from 1
 * @param issuers whose observations count, the most trusted first
 * @param unlisted how much those of others count
 * @param uncovered the verdict where something could not be looked at
 * @param rules the first one that holds decides
 * @param otherwise the verdict where none holds
 */
public record RuleBook(
        Digest digest,
        String id,
        int version,
        List<String> issuers,
        Unlisted unlisted,
        Verdict uncovered,
        List<Rule> rules,
        Verdict otherwise) {
    /** The value of {@code type}. */
    public static final String TYPE = "https://exhibit.dev/rule-book/v1";

    /** The media type under which rule books are stored. */
    public static final String MEDIA_TYPE = "application/json";

    private static final int MAX_RULES = 64;
    private static final int MAX_ISSUERS = 256;

    public RuleBook {
        issuers = List.copyOf(issuers);
        rules = List.copyOf(rules);
    }

    /**
     * Reads a rule book; members that are not known are refused, so that a typing error cannot weaken it.
     *
     * @throws MalformedException with a pointer
     */
    public static RuleBook parse(Bytes document) {
        Json json = JsonReader.read(document, JsonLimits.BODY);
        ObjectReader reader = ObjectReader.of(json, "");
        if (!reader.text("type").equals(TYPE)) {
            throw new MalformedException(Reason.UNSUPPORTED, reader.pointerTo("type"), "expected " + TYPE);
        }
        RuleBook book = new RuleBook(
                CanonicalJson.of(json).digest(),
                reader.parsed("id", Rule::id),
                Rule.version(reader),
                issuers(reader),
                reader.parsed("unlisted", Unlisted::parse),
                reader.parsed("uncovered", Verdict::parse),
                rules(reader),
                reader.parsed("otherwise", Verdict::parse));
        reader.end();
        return book;
    }

    /** The bytes of the rule book that this program brings along: it lists no issuer, so nobody can calm. */
    public static Bytes standard() {
        try (InputStream in = RuleBook.class.getResourceAsStream("default.rules.json")) {
            return Bytes.owned(
                    Objects.requireNonNull(in, "the default rule book").readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<String> issuers(ObjectReader reader) {
        List<String> issuers = reader.texts("issuers", MAX_ISSUERS);
        if (new HashSet<>(issuers).size() != issuers.size()) {
            throw new MalformedException(Reason.BAD_VALUE, reader.pointerTo("issuers"), "an issuer is named twice");
        }
        return issuers;
    }

    private static List<Rule> rules(ObjectReader reader) {
        List<Rule> rules = new ArrayList<>();
        HashSet<String> ids = new HashSet<>();
        for (ObjectReader item : reader.objects("rules", MAX_RULES)) {
            Rule rule = Rule.read(item);
            if (!ids.add(rule.id())) {
                throw new MalformedException(Reason.BAD_VALUE, item.pointerTo("id"), "two rules of one name");
            }
            rules.add(rule);
        }
        return rules;
    }

    /** How far an issuer is from the most trusted one, which has 0; empty for one who is not listed. */
    public Optional<Integer> rankOf(String issuer) {
        int rank = issuers.indexOf(issuer);
        return rank < 0 ? Optional.empty() : Optional.of(rank);
    }

    /**
     * What came of one rule.
     *
     * @param output {@code true}, {@code false}, or {@code error} for one that could not be evaluated
     */
    public record Step(String rule, int version, String output) {}

    /**
     * What came of the rules.
     *
     * @param steps those that were evaluated, in order
     */
    public record Decision(List<Step> steps, Verdict verdict) {
        public Decision {
            steps = List.copyOf(steps);
        }
    }

    /** Evaluates the rules in order, up to the first that holds. One that cannot be evaluated means {@code fail}. */
    public Decision decide(Variables variables) {
        List<Step> steps = new ArrayList<>();
        for (Rule rule : rules) {
            Condition.Outcome outcome = rule.condition().test(variables.values());
            switch (outcome) {
                case TRUE -> {
                    steps.add(new Step(rule.id(), rule.version(), "true"));
                    return new Decision(steps, rule.verdict());
                }
                case FALSE -> steps.add(new Step(rule.id(), rule.version(), "false"));
                case ERROR -> {
                    steps.add(new Step(rule.id(), rule.version(), "error"));
                    return new Decision(steps, Verdict.FAIL);
                }
            }
        }
        return new Decision(steps, otherwise);
    }
}
