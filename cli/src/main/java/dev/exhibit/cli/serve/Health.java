package dev.exhibit.cli.serve;

import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.problem.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What must hold for the service to be ready: each room's database answers, evidence can be written. */
final class Health {
    private Health() {}

    /**
     * The checks.
     *
     * @param listener what is wrong with the service's listener, if anything
     * @param signer reads something through the signer's role
     * @param evidence reads something through the evidence store's role
     * @param store whether evidence can be written
     */
    static List<HealthCheck> checks(
            Supplier<Optional<String>> listener, Runnable signer, Runnable evidence, HealthCheck store) {
        return List.of(
                new HealthCheck("listener", listener),
                database("signer-database", signer),
                database("evidence-database", evidence),
                store);
    }

    /** Whether a room can read through its role. */
    static HealthCheck database(String name, Runnable look) {
        return new HealthCheck(name, () -> attempt(look));
    }

    private static Optional<String> attempt(Runnable look) {
        return attempt(() -> {
            look.run();
            return Optional.empty();
        });
    }

    /** What is found wrong, or that nobody could look. */
    static Optional<String> attempt(Supplier<Optional<String>> look) {
        try {
            return look.get();
        } catch (ProblemException unavailable) {
            return Optional.of(unavailable.code().code());
        }
    }
}
