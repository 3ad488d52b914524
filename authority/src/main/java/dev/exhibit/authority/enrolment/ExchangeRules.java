package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import java.util.List;

/**
 * The rules of each tenant.
 *
 * <p>Contract, held by {@code ExchangeRulesContract} for every implementation: a rule never changes, it is added and
 * removed; each change is one transaction with its audit record, durable when the method returns, and holds for every
 * question after that. Tenants do not see each other's. Thread-safe.
 */
public interface ExchangeRules {
    /** What came of adding a rule. */
    enum Addition {
        /** It is there, now or since before: the very same rule may be added again. */
        THERE,
        /** The name is another rule's. */
        NAME_TAKEN,
        /** The tenant has as many as it may. */
        FULL
    }

    /** @param most rules of one tenant; a few more where several add at once */
    Addition add(Call call, ExchangeRule rule, int most);

    /** Takes a rule away. @return whether there was one */
    boolean remove(Call call, String name);

    /** All rules of the tenant, by name. */
    List<ExchangeRule> list(TenantId tenant);

    /** Those for tokens of {@code issuer}, by name. */
    List<ExchangeRule> ofIssuer(TenantId tenant, String issuer);
}
