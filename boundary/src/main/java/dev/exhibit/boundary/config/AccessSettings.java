package dev.exhibit.boundary.config;

import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.token.valkey.ValkeyServer;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose access tokens are taken, besides those of this process's own authority.
 *
 * @param audience what tokens for this service say in {@code aud}
 * @param origins where clients reach this service besides the names and port that it listens at
 * @param issuers each with another name
 * @param replay where used proofs are remembered instead of in PostgreSQL
 */
public record AccessSettings(
        String audience, Set<Origin> origins, List<Issuer> issuers, Optional<ValkeyServer> replay) {
    /** @throws StartRefusedException if one issuer is listed twice */
    public AccessSettings {
        origins = Set.copyOf(origins);
        issuers = List.copyOf(issuers);
        if (issuers.stream().map(Issuer::name).distinct().count() < issuers.size()) {
            throw new StartRefusedException("access.issuers: one issuer is listed twice");
        }
    }

    /** What tokens say in {@code aud} unless it is set. */
    static final String USUAL_AUDIENCE = "exhibit";

    /** Where an issuer's keys are found. */
    public sealed interface KeySet {
        /**
         * Fetched, and fetched again.
         *
         * @param url where
         * @param authorities PEM file of those who may vouch for that server; without it, those that the platform believes
         */
        record Remote(FetchUrl url, Optional<Path> authorities) implements KeySet {}

        /** Read at the start. */
        record Local(Path file) implements KeySet {}
    }

    /**
     * An issuer.
     *
     * @param name exactly what {@code iss} says
     * @param keys where its keys are found
     * @param algorithms what it may sign with
     * @param types what {@code typ} may say
     * @param tenantClaim the claim that names the tenant
     */
    public record Issuer(
            String name, KeySet keys, Set<JwsAlgorithm> algorithms, Set<String> types, String tenantClaim) {
        public Issuer {
            algorithms = Set.copyOf(algorithms);
            types = Set.copyOf(types);
        }
    }

    static AccessSettings none() {
        return new AccessSettings(USUAL_AUDIENCE, Set.of(), List.of(), Optional.empty());
    }
}
