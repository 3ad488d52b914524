package dev.exhibit.boundary.limit;

import java.util.HashMap;
import java.util.Map;

/** Who has how many of something; whoever has none is forgotten. Guarded by its owner's lock. */
final class Tally {
    private final Map<String, Integer> tenants = new HashMap<>();
    private final Map<String, Integer> callers = new HashMap<>();
    private int all;

    void add(Visitor visitor) {
        all++;
        tenants.merge(visitor.tenant(), 1, Integer::sum);
        callers.merge(visitor.caller(), 1, Integer::sum);
    }

    void remove(Visitor visitor) {
        all--;
        tenants.computeIfPresent(visitor.tenant(), (name, count) -> count == 1 ? null : count - 1);
        callers.computeIfPresent(visitor.caller(), (name, count) -> count == 1 ? null : count - 1);
    }

    int all() {
        return all;
    }

    int ofTenant(Visitor visitor) {
        return tenants.getOrDefault(visitor.tenant(), 0);
    }

    int ofCaller(Visitor visitor) {
        return callers.getOrDefault(visitor.caller(), 0);
    }
}
