package dev.exhibit.signer;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.util.Locale;
import java.util.Set;

/** What a signing key may be used for. */
public enum KeyState {
    /** Exists, signs nothing yet. */
    PREPARED,
    /** Signs; a tenant has at most one. */
    ACTIVE,
    /** Signs no more; its signatures stand. */
    TAINTED,
    /** Signs no more; its signatures are not to be trusted from a time on. */
    REVOKED,
    /** Its private half is gone. */
    DESTROYED;

    /** Whether a key in this state may go to {@code next}. */
    public boolean mayBecome(KeyState next) {
        return successors().contains(next);
    }

    /**
     * Demands that a key in this state may go to {@code next}, or is there.
     *
     * @throws ProblemException {@code wrong_state}
     */
    public void requireLeadsTo(KeyState next) {
        if (this != next && !mayBecome(next)) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE, "a key that is " + wire() + " cannot become " + next.wire());
        }
    }

    /** The name in answers and tables, for example {@code active}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with that name. */
    public static KeyState ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    private Set<KeyState> successors() {
        return switch (this) {
            case PREPARED -> Set.of(ACTIVE, DESTROYED);
            case ACTIVE -> Set.of(TAINTED, REVOKED);
            case TAINTED -> Set.of(REVOKED, DESTROYED);
            case REVOKED -> Set.of(DESTROYED);
            case DESTROYED -> Set.of();
        };
    }
}
