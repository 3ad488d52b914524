package dev.exhibit.boundary.config;

import dev.exhibit.boundary.artifact.ProducerRule;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads and writes the rules under {@code gates.producers}. */
final class ProducersReader {
    private static final int MAX_RULES = 64;
    private static final int MAX_NAMES = 64;
    private static final Pattern TYPE = Pattern.compile("[\\x21-\\x7E]{1,1024}");
    private static final Set<String> MEMBERS =
            new TreeSet<>(List.of("predicateType", "needs", "signers", "identities", "tenant", "callers"));

    private ProducersReader() {}

    static List<ProducerRule> rules(ObjectReader given) {
        List<ProducerRule> rules = given.objects("producers", MAX_RULES).stream()
                .map(ProducersReader::rule)
                .toList();
        given.end();
        return rules;
    }

    private static ProducerRule rule(ObjectReader given) {
        KnownKeys.demand(given, MEMBERS);
        return new ProducerRule(
                given.parsed("predicateType", ProducersReader::type),
                given.parsed("needs", ProducersReader::type),
                names(given, "signers", text -> new KeyId(Digest.parse(text))),
                names(given, "identities", ServiceIdentity::new),
                given.optionalParsed("tenant", TenantId::new),
                names(given, "callers", ServiceIdentity::new));
    }

    /** An empty list would read as nobody and mean anybody. */
    private static <T> Set<T> names(ObjectReader given, String member, Function<String, T> parse) {
        if (given.optional(member).isEmpty()) {
            return Set.of();
        }
        Set<T> names = new LinkedHashSet<>(given.parsedTexts(member, MAX_NAMES, parse));
        if (names.isEmpty()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, given.pointerTo(member), "an empty list; leave it out, or name somebody");
        }
        return names;
    }

    private static String type(String text) {
        if (!TYPE.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a predicate type: 1 to 1,024 of visible ASCII");
        }
        return text;
    }

    /** The rule as it is read. */
    static Json.Obj describe(ProducerRule rule) {
        Json.Obj described =
                Json.object().with("predicateType", rule.predicateType()).with("needs", rule.needs());
        Json.Obj keys = with(
                described,
                "signers",
                rule.keys().stream().map(key -> key.digest().toString()));
        Json.Obj identities =
                with(keys, "identities", rule.identities().stream().map(ServiceIdentity::value));
        Json.Obj callers = with(identities, "callers", rule.callers().stream().map(ServiceIdentity::value));
        return rule.tenant()
                .map(tenant -> callers.with("tenant", tenant.value()))
                .orElse(callers);
    }

    private static Json.Obj with(Json.Obj described, String name, Stream<String> names) {
        List<String> sorted = names.sorted().toList();
        return sorted.isEmpty() ? described : described.with(name, Json.texts(sorted));
    }
}
