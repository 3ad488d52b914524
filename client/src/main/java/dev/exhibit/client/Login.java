package dev.exhibit.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who somebody is to the service, as the issuer of its tokens says.
 *
 * @param issuer the token endpoint that was asked
 * @param client whose tokens they are
 * @param tenant the one that the tokens are for, where they can be read
 * @param scopes what they allow
 * @param expires when the token that was just given ends
 */
public record Login(String issuer, String client, Optional<String> tenant, List<String> scopes, Instant expires) {
    public Login {
        scopes = List.copyOf(scopes);
    }
}
