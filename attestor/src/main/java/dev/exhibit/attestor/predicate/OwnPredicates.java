package dev.exhibit.attestor.predicate;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Predicate types that tenants have beside {@link PredicateType those that everybody has}. Immutable. */
public final class OwnPredicates {
    private final Map<TenantId, Map<String, Own>> types;

    /**
     * One type.
     *
     * @param schema that predicates hold to
     * @param bytes how large one may be, as canonical JSON
     */
    public record Own(Schema schema, long bytes) {
        /**
         * Reads the schema of a type.
         *
         * @throws MalformedException for what is no schema of the kind that docs/spec/predicates.md describes
         */
        public static Own of(Bytes schema, long bytes) {
            return new Own(Schema.read(JsonReader.read(schema, JsonLimits.BODY)), bytes);
        }

        /** @throws MalformedException with a pointer into the predicate */
        public void check(Json.Obj predicate) {
            long size = CanonicalJson.of(predicate).bytes().size();
            if (size > bytes) {
                throw new MalformedException(Reason.TOO_LARGE, "/predicate", "limit " + bytes + " bytes, seen " + size);
            }
            schema.check(predicate, "/predicate");
        }
    }

    /**
     * @param types by tenant and URI
     * @throws MalformedException for a URI that everybody has
     */
    public OwnPredicates(Map<TenantId, Map<String, Own>> types) {
        types.values().stream().flatMap(own -> own.keySet().stream()).forEach(OwnPredicates::requireOther);
        this.types = Map.copyOf(types);
    }

    private static void requireOther(String uri) {
        if (PredicateType.find(uri).isPresent()) {
            throw new MalformedException(Reason.BAD_VALUE, uri + " is a type that everybody has");
        }
    }

    /** Nobody has any. */
    public static OwnPredicates none() {
        return new OwnPredicates(Map.of());
    }

    /** The tenant's type of this URI. */
    public Optional<Own> find(TenantId tenant, String uri) {
        return Optional.ofNullable(types.getOrDefault(tenant, Map.of()).get(uri));
    }

    /** The URIs of the tenant's types. */
    public SortedSet<String> of(TenantId tenant) {
        return new TreeSet<>(new TreeMap<>(types.getOrDefault(tenant, Map.of())).keySet());
    }
}
