package dev.exhibit.boundary.config;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads and writes the predicate types under {@code predicates.own}. */
final class PredicatesReader {
    private static final int MAX_RULES = 256;
    private static final long DEFAULT_BYTES = 1L << 20;
    private static final long MOST_BYTES = 16L << 20;
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9+.-]{1,20}:[\\x21-\\x7E]{1,1000}");
    private static final Set<String> MEMBERS = new TreeSet<>(List.of("bytes", "schema", "tenant", "type"));

    private PredicatesReader() {}

    static List<PredicateRule> rules(ObjectReader given) {
        List<PredicateRule> rules = given.objects("own", MAX_RULES).stream()
                .map(PredicatesReader::rule)
                .toList();
        given.end();
        long different = rules.stream()
                .map(rule -> List.of(rule.type(), rule.tenant()))
                .distinct()
                .count();
        if (different < rules.size()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, given.pointerTo("own"), "one type twice for one tenant; leave one out");
        }
        return rules;
    }

    private static PredicateRule rule(ObjectReader given) {
        KnownKeys.demand(given, MEMBERS);
        return new PredicateRule(
                given.parsed("tenant", TenantId::new),
                given.parsed("type", PredicatesReader::type),
                Path.of(given.text("schema")),
                given.optionalInteger("bytes", 1, MOST_BYTES).orElse(DEFAULT_BYTES));
    }

    private static String type(String text) {
        if (!TYPE.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a URI, as https://acme.example/review/v1");
        }
        return text;
    }

    static Json.Obj describe(PredicateRule rule) {
        return Json.object()
                .with("tenant", rule.tenant().value())
                .with("type", rule.type())
                .with("schema", rule.schema().toString())
                .with("bytes", rule.bytes());
    }
}
