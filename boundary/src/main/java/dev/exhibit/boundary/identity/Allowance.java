package dev.exhibit.boundary.identity;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What one identity may have signed, within what its role lets it do at all.
 *
 * @param predicateTypes exact URIs; whoever has such a list signs no bare artifact either, because an artifact could be
 *     the encoding of any statement. Absent: all, an empty list: none
 * @param keys signing keys. Absent: all, an empty list: none
 * @param scanRules ids of the rules about a claim's content that it may have passed over when it asks for that. Absent: none
 */
public record Allowance(Optional<Set<String>> predicateTypes, Optional<Set<KeyId>> keys, Set<String> scanRules) {
    /** The most entries of one list. */
    public static final int MAX_ENTRIES = 64;

    private static final Pattern TYPE = Pattern.compile("[\\x21-\\x7E]{1,1024}");
    private static final Pattern RULE = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Allowance EVERYTHING = new Allowance(Optional.empty(), Optional.empty());

    /** @throws MalformedException for a predicate type of another form, or a list that is too long */
    public Allowance {
        predicateTypes = predicateTypes.map(Set::copyOf);
        keys = keys.map(Set::copyOf);
        predicateTypes.ifPresent(types -> types.forEach(Allowance::requireType));
        scanRules = Set.copyOf(scanRules);
        scanRules.forEach(Allowance::requireRule);
        requireFew(predicateTypes.map(Set::size).orElse(0));
        requireFew(keys.map(Set::size).orElse(0));
        requireFew(scanRules.size());
    }

    /** With every rule about a claim's content in force. */
    public Allowance(Optional<Set<String>> predicateTypes, Optional<Set<KeyId>> keys) {
        this(predicateTypes, keys, Set.of());
    }

    /** No list at all. */
    public static Allowance everything() {
        return EVERYTHING;
    }

    /** Reads the members {@code predicateTypes}, {@code keys} and {@code scanRules} of a document, as {@link #toJson} writes them. */
    public static Allowance read(ObjectReader given) {
        return new Allowance(
                list(given, "predicateTypes", Allowance::requireType),
                list(given, "keys", KeyId::parse),
                list(given, "scanRules", Allowance::requireRule).orElse(Set.of()));
    }

    /**
     * {@code predicateTypes}, {@code keys} (64 hexadecimal digits each) and {@code scanRules}, where there is such a list;
     * sorted.
     */
    public Json.Obj toJson() {
        Json.Obj none = Json.object();
        Json.Obj types = predicateTypes
                .map(list -> none.with(
                        "predicateTypes", Json.texts(list.stream().sorted().toList())))
                .orElse(none);
        Json.Obj both = keys.map(list -> types.with(
                        "keys",
                        Json.texts(list.stream().map(KeyId::hex).sorted().toList())))
                .orElse(types);
        return scanRules.isEmpty()
                ? both
                : both.with("scanRules", Json.texts(scanRules.stream().sorted().toList()));
    }

    /** @throws ProblemException {@code predicate_not_allowed} */
    public void requirePredicate(String type) {
        if (predicateTypes.filter(list -> !list.contains(type)).isPresent()) {
            throw new ProblemException(
                    ProblemCode.PREDICATE_NOT_ALLOWED, "this identity may not make statements of type " + type);
        }
    }

    /** @throws ProblemException {@code predicate_not_allowed} */
    public void requireBareArtifact() {
        if (predicateTypes.isPresent()) {
            throw new ProblemException(
                    ProblemCode.PREDICATE_NOT_ALLOWED, "this identity may have statements signed, no bare artifact");
        }
    }

    /** Whether it may have that key used. */
    public boolean hasKey(KeyId key) {
        return keys.filter(list -> !list.contains(key)).isEmpty();
    }

    /** @throws ProblemException {@code key_not_allowed} */
    public void requireKey(KeyId key) {
        if (!hasKey(key)) {
            throw new ProblemException(
                    ProblemCode.KEY_NOT_ALLOWED, "this identity may not use the tenant's active key " + key);
        }
    }

    /** @throws ProblemException {@code predicate_not_allowed} */
    public void requireWaiver(Collection<String> rules) {
        rules.stream().filter(rule -> !scanRules.contains(rule)).findFirst().ifPresent(rule -> {
            throw new ProblemException(
                    ProblemCode.PREDICATE_NOT_ALLOWED, "this identity may not have rule " + rule + " passed over");
        });
    }

    private static <T> Optional<Set<T>> list(ObjectReader given, String name, Function<String, T> parse) {
        if (given.optional(name).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new LinkedHashSet<>(given.parsedTexts(name, MAX_ENTRIES, parse)));
    }

    private static String requireType(String type) {
        if (!TYPE.matcher(type).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a predicate type: 1 to 1,024 of visible ASCII");
        }
        return type;
    }

    private static String requireRule(String rule) {
        if (!RULE.matcher(rule).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected the id of a rule: 1 to 64 of a-z 0-9 -");
        }
        return rule;
    }

    private static void requireFew(int entries) {
        if (entries > MAX_ENTRIES) {
            throw new MalformedException(Reason.TOO_LARGE, "a list has at most " + MAX_ENTRIES + " entries");
        }
    }
}
