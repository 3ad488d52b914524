package dev.exhibit.boundary.config;

import dev.exhibit.boundary.problem.StartRefusedException;
import java.util.List;

/**
 * How many identities it takes to have something done with a signing key: 1 or 2 for each act.
 *
 * @param prepare to have one made
 * @param activate to let it sign
 * @param taint to let it sign no more
 * @param revoke to have its signatures distrusted
 * @param destroy to have its private half removed
 */
public record KeyApprovals(int prepare, int activate, int taint, int revoke, int destroy) {
    private static final int MOST = 2;

    public KeyApprovals {
        if (List.of(prepare, activate, taint, revoke, destroy).stream().anyMatch(many -> many < 1 || many > MOST)) {
            throw new IllegalArgumentException("one identity or two");
        }
    }

    static KeyApprovals usual() {
        return new KeyApprovals(1, 1, 1, 1, 1);
    }

    /** Whether one identity alone may do what cannot be undone. */
    public boolean isOneEnough() {
        return revoke < MOST || destroy < MOST;
    }

    void demandProduction() {
        if (isOneEnough()) {
            throw new StartRefusedException("custody: the production profile needs 2 for revoke and for destroy,"
                    + " so that nobody alone can do what cannot be undone; set both, and see docs/operating/keys.md");
        }
    }
}
