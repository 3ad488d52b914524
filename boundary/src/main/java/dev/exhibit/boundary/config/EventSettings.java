package dev.exhibit.boundary.config;

import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who is told what happens.
 *
 * @param webhooks the receivers
 * @param authorities whose TLS servers are believed, where that is not the platform's list
 */
public record EventSettings(List<Webhook> webhooks, Optional<Path> authorities) {
    /**
     * A receiver.
     *
     * @param name 1 to 63 of {@code a-z 0-9 -}: its progress is kept under it
     * @param url where events are posted
     * @param secret what signs them
     * @param tenant whose events; everybody's if it is absent
     */
    public record Webhook(String name, FetchUrl url, SecretReference secret, Optional<TenantId> tenant) {}

    /** @throws StartRefusedException for a name that is given twice */
    public EventSettings {
        webhooks = List.copyOf(webhooks);
        if (webhooks.stream().map(Webhook::name).distinct().count() < webhooks.size()) {
            throw new StartRefusedException("events.webhooks: a name is given twice; its progress is kept under it");
        }
    }

    /** Nobody. */
    public static EventSettings none() {
        return new EventSettings(List.of(), Optional.empty());
    }
}
