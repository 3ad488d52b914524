package dev.exhibit.boundary.artifact;

import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where an installation takes artifacts from.
 *
 * @param allow the only places, for redirects and token servers as well; none means that nothing is fetched
 * @param registries what to log in with
 * @param authorities whose servers are believed, where that is not the platform's list
 */
public record SourceSettings(Set<Origin> allow, List<Login> registries, Optional<Path> authorities) {

    /**
     * A login of one registry.
     *
     * @param registry where the registry is
     * @param user its name
     * @param password where its password is
     * @param realm the token server that is shown the password as well, if the registry has one elsewhere
     */
    public record Login(Origin registry, String user, SecretReference password, Optional<Origin> realm) {
        /** Whether {@code place} may see the password. */
        public boolean isFor(Origin place) {
            return registry.equals(place) || realm.filter(place::equals).isPresent();
        }
    }

    /** @throws StartRefusedException where a login is for a place that is not fetched from, or given twice */
    public SourceSettings {
        allow = Set.copyOf(allow);
        registries = List.copyOf(registries);
        for (Login login : registries) {
            requireAllowed(allow, login.registry());
            requireAllowed(allow, login.realm().orElse(login.registry()));
        }
        if (registries.stream().map(Login::registry).distinct().count() < registries.size()) {
            throw new StartRefusedException("sources.registries: a registry has two logins; give one");
        }
    }

    /** Nothing is fetched from anywhere. */
    public static SourceSettings none() {
        return new SourceSettings(Set.of(), List.of(), Optional.empty());
    }

    /** The place of a registry as an image names it: over TLS unless only its plain form is allowed. */
    public Optional<Origin> placeOf(ImageReference image) {
        return List.of("https://", "http://").stream()
                .map(scheme -> Origin.parse(scheme + image.registry()))
                .filter(allow::contains)
                .findFirst();
    }

    private static void requireAllowed(Set<Origin> allow, Origin origin) {
        if (!allow.contains(origin)) {
            throw new StartRefusedException(
                    "sources.registries names " + origin + ", which sources.allow does not; add it there");
        }
    }
}
