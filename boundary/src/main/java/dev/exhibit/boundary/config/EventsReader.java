package dev.exhibit.boundary.config;

import dev.exhibit.boundary.config.EventSettings.Webhook;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads and writes the section {@code events}. */
final class EventsReader {
    private static final int MAX_WEBHOOKS = 16;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Set<String> MEMBERS = new TreeSet<>(List.of("name", "url", "secret", "tenant"));

    private EventsReader() {}

    static EventSettings settings(ObjectReader given) {
        EventSettings settings = new EventSettings(
                given.objects("webhooks", MAX_WEBHOOKS).stream()
                        .map(EventsReader::webhook)
                        .toList(),
                given.optionalParsed("authorities", VaultReader::path));
        given.end();
        return settings;
    }

    static Json.Obj describe(EventSettings settings) {
        Json.Obj section = Json.object()
                .with(
                        "webhooks",
                        Json.array(settings.webhooks().stream()
                                .map(EventsReader::describe)
                                .toList()));
        return settings.authorities()
                .map(file -> section.with("authorities", file.toString()))
                .orElse(section);
    }

    private static Json describe(Webhook webhook) {
        Json.Obj described = Json.object()
                .with("name", webhook.name())
                .with("url", webhook.url().text())
                .with("secret", webhook.secret().toString());
        return webhook.tenant()
                .map(tenant -> described.with("tenant", tenant.value()))
                .orElse(described);
    }

    private static Webhook webhook(ObjectReader given) {
        KnownKeys.demand(given, MEMBERS);
        return new Webhook(
                given.parsed("name", EventsReader::name),
                given.parsed("url", EventsReader::url),
                given.parsed("secret", SecretReference::parse),
                given.optionalParsed("tenant", TenantId::new));
    }

    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected 1 to 63 of a-z 0-9 -");
        }
        return text;
    }

    /** Events tell what a tenant has, so they go over TLS. */
    private static FetchUrl url(String text) {
        try {
            FetchUrl url = FetchUrl.parse(text);
            if (url.origin().scheme() == Origin.Scheme.HTTPS) {
                return url;
            }
        } catch (FetchException refused) {
            throw new MalformedException(Reason.BAD_VALUE, String.valueOf(refused.getMessage()));
        }
        throw new MalformedException(Reason.BAD_VALUE, "expected https://host/path");
    }
}
