package dev.exhibit.client;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;

/**
 * Which CI jobs may enrol.
 *
 * @param audience what their tokens must be for
 * @param rules as they were added
 */
public record ExchangeRules(String audience, List<Json> rules) {
    private static final int MAX_RULES = 10_000;

    public ExchangeRules {
        rules = List.copyOf(rules);
    }

    static ExchangeRules read(ObjectReader answer) {
        return new ExchangeRules(answer.text("audience"), answer.items("rules", MAX_RULES));
    }
}
