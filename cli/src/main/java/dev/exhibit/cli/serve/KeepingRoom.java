package dev.exhibit.cli.serve;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.config.RetentionRule;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.register.TwoPeople;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.index.PostgresHolds;
import dev.exhibit.evidence.index.PostgresRemovals;
import dev.exhibit.evidence.retain.CollectExpired;
import dev.exhibit.evidence.retain.Holds;
import dev.exhibit.evidence.retain.ReleaseHold;
import dev.exhibit.evidence.retain.Removals;
import dev.exhibit.evidence.retain.http.HoldRoutes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** What must stay and what may go, put together. */
final class KeepingRoom {
    private static final Duration PAUSE = Duration.ofHours(1);

    private final Holds holds;
    private final Removals removals;
    private final CollectExpired collect;
    private final List<RetentionRule> rules;
    private final Platform platform;

    /** @throws StartRefusedException for a rule about a class that there is not */
    KeepingRoom(Database database, ObjectStore objects, List<RetentionRule> rules, Platform platform) {
        rules.forEach(KeepingRoom::demandKnown);
        this.holds = new PostgresHolds(database);
        this.removals = new PostgresRemovals(database);
        this.collect = new CollectExpired(removals, objects, platform.clock());
        this.rules = List.copyOf(rules);
        this.platform = platform;
    }

    List<Route> routes(TwoPeople people, Limits limits) {
        return new HoldRoutes(
                        holds,
                        new ReleaseHold(holds, people, platform.clock()),
                        removals,
                        platform.ids(),
                        platform.clock(),
                        limits)
                .routes();
    }

    void keepUp(Upkeep upkeep, Function<TenantId, Call> own, Supplier<? extends Collection<TenantId>> tenants) {
        upkeep.every(PAUSE, "retention", tenants, tenant -> run(own.apply(tenant)));
    }

    /** Puts the configured rules in force and removes what they let go. */
    private void run(Call own) {
        removals.setRules(own, rulesOf(own.tenant()), platform.clock().instant());
        collect.run(own);
    }

    /** A tenant's own rule goes before everybody's. */
    private Map<String, Integer> rulesOf(TenantId tenant) {
        Map<String, Integer> days = new TreeMap<>();
        rules.stream().filter(rule -> rule.tenant().isEmpty()).forEach(rule -> days.put(rule.kind(), rule.days()));
        rules.stream()
                .filter(rule -> rule.tenant().filter(tenant::equals).isPresent())
                .forEach(rule -> days.put(rule.kind(), rule.days()));
        return days;
    }

    private static void demandKnown(RetentionRule rule) {
        if (!rule.kind().equals(Removals.BLOB)) {
            try {
                EvidenceKind.parse(rule.kind());
            } catch (MalformedException unknown) {
                throw new StartRefusedException("retention.rules: there is no class " + rule.kind() + "; "
                        + unknown.detail() + ", or " + Removals.BLOB);
            }
        }
    }
}
