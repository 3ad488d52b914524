package dev.exhibit.boundary.tls;

import dev.exhibit.crypto.digest.Digest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The material in use. Files that change are read again; what cannot be used then does not replace what can, and is said
 * until it is mended. Thread-safe.
 */
public final class CurrentTls {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentTls.class);

    private final TlsLoader loader;
    private final InstantSource clock;
    private Digest seen;
    private volatile TlsMaterial current;
    private volatile Optional<String> refused = Optional.empty();

    /** @throws dev.exhibit.boundary.problem.StartRefusedException as the loader does: a start has nothing to fall back to */
    public CurrentTls(TlsLoader loader, InstantSource clock) {
        this.loader = loader;
        this.clock = clock;
        this.seen = loader.fingerprint();
        this.current = loader.load();
    }

    public TlsMaterial material() {
        return current;
    }

    /** Looks for changes; tells {@code use} about new material. Call it every few seconds. */
    public synchronized void refresh(Consumer<TlsMaterial> use) {
        Digest found = loader.fingerprint();
        if (found.equals(seen) && refused.isEmpty()) {
            return;
        }
        try {
            TlsMaterial fresh = loader.load();
            use.accept(fresh);
            current = fresh;
            seen = found;
            refused = Optional.empty();
            LOG.info("took up changed TLS material");
        } catch (RuntimeException unusable) {
            refuse(String.valueOf(unusable.getMessage()));
        }
    }

    /** Why changed files are not in use; empty if what is in the files is. */
    public Optional<String> refused() {
        return refused;
    }

    /** What is wrong with the revocation lists in use at this moment. */
    public Optional<String> lists() {
        return current.trust().problem(clock.instant());
    }

    private void refuse(String why) {
        if (!refused.equals(Optional.of(why))) {
            LOG.atWarn().addKeyValue("why", why).log("changed TLS material cannot be used; the old stays in use");
        }
        refused = Optional.of(why);
    }
}
