package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.EventSettings;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.tls.ServerTrust;
import dev.exhibit.evidence.event.DeliverEvents;
import dev.exhibit.evidence.event.EventFeed;
import dev.exhibit.evidence.event.Webhook;
import dev.exhibit.evidence.index.PostgresEventFeed;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Who is told what happens, put together. */
final class EventsRoom {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<Delivery> deliveries;

    private record Delivery(DeliverEvents deliver, Optional<TenantId> tenant) {
        void run(Collection<TenantId> tenants) {
            tenants.stream()
                    .filter(known -> tenant.isEmpty() || tenant.get().equals(known))
                    .forEach(deliver::run);
        }
    }

    private EventsRoom(List<Delivery> deliveries) {
        this.deliveries = deliveries;
    }

    static EventsRoom of(
            Settings settings, Database database, Secrets secrets, Platform platform, OutgoingFetches fetches) {
        EventSettings events = settings.events();
        Set<Origin> places =
                events.webhooks().stream().map(hook -> hook.url().origin()).collect(Collectors.toSet());
        SSLContext trust = events.authorities().map(ServerTrust::of).orElseGet(ServerTrust::ofPlatform);
        // The guard holds for receivers, too: one in a private network needs an exception under fetch.allow.
        Fetch fetch = fetches.to(settings.fetch().only(places), trust);
        EventFeed feed = new PostgresEventFeed(database);
        return new EventsRoom(events.webhooks().stream()
                .map(hook -> new Delivery(
                        new DeliverEvents(
                                feed,
                                new Webhook(
                                        hook.name(),
                                        hook.url(),
                                        () -> secrets.read(hook.secret()),
                                        fetch,
                                        platform.clock()),
                                platform.clock()),
                        hook.tenant()))
                .toList());
    }

    void keepUp(Upkeep upkeep, Supplier<? extends Collection<TenantId>> tenants) {
        if (!deliveries.isEmpty()) {
            upkeep.every(PAUSE, "webhooks", () -> run(tenants.get()));
        }
    }

    private void run(Collection<TenantId> tenants) {
        deliveries.forEach(delivery -> delivery.run(tenants));
    }

    List<HealthCheck> checks() {
        return deliveries.stream()
                .map(delivery -> HealthCheck.notice("webhooks", delivery.deliver()::problem))
                .toList();
    }
}
