package dev.exhibit.boundary.secret;

/** The way from a reference to the secret behind it. Thread-safe. */
@FunctionalInterface
public interface Secrets {
    /**
     * The secret as it is now, without one line end that editors leave: read again at each call, so that a secret that was
     * changed is found changed. The text must reach no log, no message and no {@code toString}.
     *
     * @throws dev.exhibit.boundary.problem.StartRefusedException if there is none, or it may not be read: asking again
     *     will not help
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if who keeps it cannot be asked now
     */
    String read(SecretReference reference);
}
