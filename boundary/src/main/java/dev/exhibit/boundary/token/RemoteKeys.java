package dev.exhibit.boundary.token;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that an issuer publishes at a URL. The last good set stays in use while the issuer cannot be reached or publishes
 * nonsense, up to a stated age; after that nobody is let in. A token with an unknown key causes one fetch, and the next
 * such fetch no sooner than the retry time, whatever tokens say: that pause is the breaker, and the next caller the retry.
 * Nobody waits for a fetch but the one who makes it; who comes meanwhile with a token whose key is not known is told that
 * the keys are not available, rather than that the token is wrong. Thread-safe.
 */
public final class RemoteKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);
    private static final int DEPTH = 6;
    private static final int MEMBERS_OF_A_KEY = 32;

    private final FetchUrl url;
    private final Fetch fetch;
    private final AccessLimits.KeySets limits;
    private final LongSupplier nanoTime;
    private final ReentrantLock fetching = new ReentrantLock();
    private long nextFetch;
    private volatile Known known;

    /** What is known; without a set, before the first fetch that went well. */
    private record Known(Optional<JwkSet> keys, long since, Optional<String> problem) {}

    /** @param nanoTime a monotonic clock in nanoseconds */
    public RemoteKeys(FetchUrl url, Fetch fetch, AccessLimits.KeySets limits, LongSupplier nanoTime) {
        this.url = url;
        this.fetch = fetch;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.nextFetch = nanoTime.getAsLong();
        this.known = new Known(Optional.empty(), nextFetch, Optional.of("not fetched yet"));
    }

    @Override
    public Optional<VerificationKey> keyFor(Jws jws) {
        Optional<VerificationKey> found = usable().flatMap(keys -> keys.keyFor(jws));
        if (found.isPresent()) {
            return found;
        }
        boolean asked = refresh();
        Optional<JwkSet> keys = usable();
        Optional<VerificationKey> now = keys.flatMap(known -> known.keyFor(jws));
        if (now.isEmpty() && (keys.isEmpty() || !asked)) {
            throw unavailable();
        }
        return now;
    }

    /**
     * Fetches the keys again, unless that was tried within the retry time.
     *
     * @return false if somebody else is at it, which is not waited for
     */
    boolean refresh() {
        if (!fetching.tryLock()) {
            return false;
        }
        try {
            long now = nanoTime.getAsLong();
            if (now - nextFetch >= 0) {
                known = fetched();
                nextFetch = nanoTime.getAsLong() + limits.retry().toNanos();
            }
            return true;
        } finally {
            fetching.unlock();
        }
    }

    /**
     * Fetches the keys again if it is time for that, or if the last fetch failed. To be called every {@code retry} time: so
     * an issuer that is down is asked again soon, but no more often than that.
     */
    public void keepFresh() {
        Known now = known;
        boolean due = nanoTime.getAsLong() - now.since() >= limits.refresh().toNanos();
        if (due || now.problem().isPresent()) {
            refresh();
        }
    }

    /** What is wrong with the keys; for readiness. A set that is still in use while the issuer is down is a problem too. */
    public Optional<String> problem() {
        return known.problem();
    }

    /** Bounds of the document. */
    static JsonLimits jsonLimits(AccessLimits.KeySets limits) {
        return new JsonLimits(limits.bytes(), DEPTH, MEMBERS_OF_A_KEY * limits.keys(), limits.bytes());
    }

    private Known fetched() {
        try {
            JwkSet keys = JwkSet.parse(
                    fetch.fetch(FetchOrder.get(url, limits.bytes())).document(), jsonLimits(limits), limits.keys());
            return new Known(Optional.of(keys), nanoTime.getAsLong(), Optional.empty());
        } catch (FetchException refused) {
            return stillKnown(String.valueOf(refused.getMessage()));
        } catch (MalformedException refused) {
            // The parser's own words about a syntax error quote the document, so they are not passed on.
            return stillKnown(refused.reason() == Reason.JSON ? "not strict JSON" : refused.detail());
        }
    }

    private Known stillKnown(String why) {
        LOG.atWarn().addKeyValue("issuer", url).addKeyValue("why", why).log("the issuer's keys could not be fetched");
        return new Known(known.keys(), known.since(), Optional.of("the keys at " + url + ": " + why));
    }

    private Optional<JwkSet> usable() {
        Known now = known;
        return now.keys()
                .filter(keys ->
                        nanoTime.getAsLong() - now.since() <= limits.age().toNanos());
    }

    private ProblemException unavailable() {
        return new ProblemException(ProblemCode.UNAVAILABLE, "the keys of the token's issuer are not known now");
    }
}
