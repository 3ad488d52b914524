package dev.exhibit.authority.index;

import dev.exhibit.authority.enrolment.ExchangeRule;
import dev.exhibit.authority.enrolment.ExchangeRules;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** {@link ExchangeRules} in table {@code exchange_rule}; read anew for every job. */
public final class PostgresExchangeRules implements ExchangeRules {
    private final Database database;
    private final InstantSource clock;

    public PostgresExchangeRules(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Addition add(Call call, ExchangeRule rule, int most) {
        Instant now = clock.instant();
        return database.inTenant(call.tenant(), handle -> {
            int added = handle.createUpdate("insert into authority.exchange_rule (tenant, name, issuer, rule, added)"
                            + " select :tenant, :name, :issuer, :rule, :now"
                            + " where (select count(*) from authority.exchange_rule) < :most on conflict do nothing")
                    .bind("tenant", call.tenant().value())
                    .bind("name", rule.name())
                    .bind("issuer", rule.issuer())
                    .bind("rule", text(rule))
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("most", most)
                    .execute();
            if (added == 0) {
                return asItIs(handle, rule);
            }
            AuthorityAudit.RULE_ADDED.append(handle, call, rule.name(), rule.toJson(), now);
            return Addition.THERE;
        });
    }

    @Override
    public boolean remove(Call call, String name) {
        Instant now = clock.instant();
        return database.inTenant(call.tenant(), handle -> {
            int removed = handle.createUpdate("delete from authority.exchange_rule where name = :name")
                    .bind("name", name)
                    .execute();
            if (removed > 0) {
                AuthorityAudit.RULE_REMOVED.append(handle, call, name, Json.object(), now);
            }
            return removed > 0;
        });
    }

    @Override
    public List<ExchangeRule> list(TenantId tenant) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery("select rule from authority.exchange_rule order by name")
                        .mapTo(String.class)
                        .map(PostgresExchangeRules::read)
                        .list());
    }

    @Override
    public List<ExchangeRule> ofIssuer(TenantId tenant, String issuer) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery(
                                "select rule from authority.exchange_rule where issuer = :issuer order by name")
                        .bind("issuer", issuer)
                        .mapTo(String.class)
                        .map(PostgresExchangeRules::read)
                        .list());
    }

    private static Addition asItIs(Handle handle, ExchangeRule rule) {
        return handle.createQuery("select rule from authority.exchange_rule where name = :name")
                .bind("name", rule.name())
                .mapTo(String.class)
                .map(found -> found.equals(text(rule)) ? Addition.THERE : Addition.NAME_TAKEN)
                .findOne()
                .orElse(Addition.FULL);
    }

    private static String text(ExchangeRule rule) {
        return CanonicalJson.of(rule.toJson()).bytes().asLenientText();
    }

    private static ExchangeRule read(String text) {
        return ExchangeRule.read(JsonReader.readObject(Bytes.utf8(text), JsonLimits.BODY));
    }
}
