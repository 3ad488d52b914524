package dev.exhibit.boundary.config;

import dev.exhibit.boundary.identity.TenantId;
import java.nio.file.Path;

/**
 * A predicate type that one tenant has beside those that everybody has.
 *
 * @param tenant whose it is
 * @param type the URI that Statements carry
 * @param schema a JSON Schema that its predicates hold to; read at the start
 * @param bytes how large one may be, as canonical JSON
 */
public record PredicateRule(TenantId tenant, String type, Path schema, long bytes) {}
