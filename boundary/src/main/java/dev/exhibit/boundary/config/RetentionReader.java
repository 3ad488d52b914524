package dev.exhibit.boundary.config;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads and writes the rules under {@code retention.rules}. */
final class RetentionReader {
    private static final int MAX_RULES = 256;
    private static final Pattern KIND = Pattern.compile("[a-z][a-z-]{0,62}");
    private static final Set<String> MEMBERS = new TreeSet<>(List.of("class", "days", "tenant"));

    private RetentionReader() {}

    static List<RetentionRule> rules(ObjectReader given) {
        List<RetentionRule> rules = given.objects("rules", MAX_RULES).stream()
                .map(RetentionReader::rule)
                .toList();
        given.end();
        long different = rules.stream()
                .map(rule -> List.of(rule.kind(), rule.tenant()))
                .distinct()
                .count();
        if (different < rules.size()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, given.pointerTo("rules"), "two rules for one class and tenant; leave one out");
        }
        return rules;
    }

    private static RetentionRule rule(ObjectReader given) {
        KnownKeys.demand(given, MEMBERS);
        return new RetentionRule(
                given.parsed("class", RetentionReader::kind),
                given.optionalInteger("days", 1, RetentionRule.MOST_DAYS)
                        .map(Math::toIntExact)
                        .orElseThrow(() ->
                                new MalformedException(Reason.MISSING_MEMBER, given.pointerTo("days"), "missing")),
                given.optionalParsed("tenant", TenantId::new));
    }

    private static String kind(String text) {
        if (!KIND.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a kind of evidence, or blob");
        }
        return text;
    }

    static Json.Obj describe(RetentionRule rule) {
        Json.Obj described = Json.object().with("class", rule.kind()).with("days", rule.days());
        return rule.tenant()
                .map(tenant -> described.with("tenant", tenant.value()))
                .orElse(described);
    }
}
