package dev.exhibit.boundary.config;

import dev.exhibit.boundary.fetch.Origin;
import java.util.Optional;

/**
 * The authority of this process: who has no other issuer gets tokens here.
 *
 * @param enabled whether it is run; without it, {@code access.issuers} names who issues tokens
 * @param address an IP address in text form
 * @param port 0 takes a free one
 * @param issuer what tokens say in {@code iss}, where clients reach it by another name than they reach this process
 */
public record AuthoritySettings(boolean enabled, String address, int port, Optional<Origin> issuer)
        implements Settings.Endpoint {
    AuthoritySettings withPort(int other) {
        return new AuthoritySettings(enabled, address, other, issuer);
    }
}
