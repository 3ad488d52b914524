package dev.exhibit.boundary.config;

import dev.exhibit.boundary.identity.TenantId;
import java.util.List;

/**
 * Where anybody may read the logs of those tenants that want that: entries tell of digests and of who signs.
 *
 * @param address an IP address in text form
 * @param port 0 takes a free one
 * @param tenants whose, each once; without any, nothing listens
 */
public record PublicLogSettings(String address, int port, List<TenantId> tenants) implements Settings.Endpoint {
    public PublicLogSettings {
        tenants = List.copyOf(tenants);
    }

    /** Nobody's. */
    public static PublicLogSettings none() {
        return new PublicLogSettings("127.0.0.1", 8446, List.of());
    }

    public boolean isEnabled() {
        return !tenants.isEmpty();
    }
}
