package dev.exhibit.boundary.token;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import java.time.Instant;
import java.util.Set;

/**
 * An access token that its issuer signed for this service and for now. Whether its sender may use it, the binding says.
 *
 * @param issuer {@code iss}
 * @param subject {@code sub}
 * @param client {@code client_id}, or {@code azp} where an issuer writes that
 * @param tenant whose data it is for
 * @param scopes what its issuer allows; names that this service does not know among them
 * @param issued {@code iat}
 * @param expires {@code exp}
 * @param id {@code jti}
 * @param confirmation what it is bound to
 * @param digest SHA-256 of the token as it was sent: what a proof names as {@code ath}
 */
public record AccessToken(
        String issuer,
        String subject,
        String client,
        TenantId tenant,
        Set<String> scopes,
        Instant issued,
        Instant expires,
        String id,
        Confirmation confirmation,
        Digest digest) {
    public AccessToken {
        scopes = Set.copyOf(scopes);
    }
}
