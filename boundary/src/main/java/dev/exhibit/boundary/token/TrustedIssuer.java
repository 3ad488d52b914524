package dev.exhibit.boundary.token;

import dev.exhibit.crypto.jose.JwsAlgorithm;
import java.util.Set;

/**
 * An issuer whose tokens are taken.
 *
 * @param name exactly what {@code iss} says
 * @param keys what its tokens are checked with
 * @param algorithms what they may be signed with
 * @param types what {@code typ} may say, in lower case and without {@code application/}
 * @param tenantClaim the claim that names the tenant
 * @param revocations which of its tokens count no more
 */
public record TrustedIssuer(
        String name,
        KeySource keys,
        Set<JwsAlgorithm> algorithms,
        Set<String> types,
        String tenantClaim,
        Revocations revocations) {
    /** RFC 9068 section 2.1. */
    public static final Set<String> USUAL_TYPES = Set.of("at+jwt");

    public TrustedIssuer {
        algorithms = Set.copyOf(algorithms);
        types = Set.copyOf(types);
        if (name.isEmpty() || algorithms.isEmpty() || types.isEmpty() || tenantClaim.isEmpty()) {
            throw new IllegalArgumentException("an issuer has a name, algorithms, types and a tenant claim");
        }
    }
}
