package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.token.KeySource;
import dev.exhibit.boundary.token.RemoteKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Fetches key sets when they are first needed and keeps those that were used last. Only places that a rule names are ever
 * asked for. Thread-safe.
 */
public final class FetchedIssuerKeys implements IssuerKeys {
    private static final int MAX_SETS = 256;

    private final Fetch fetch;
    private final AccessLimits.KeySets limits;
    private final LongSupplier nanoTime;
    private final Map<FetchUrl, RemoteKeys> sets = new LinkedHashMap<>(16, 0.75f, true);

    /** @param nanoTime a monotonic clock in nanoseconds */
    public FetchedIssuerKeys(Fetch fetch, AccessLimits.KeySets limits, LongSupplier nanoTime) {
        this.fetch = fetch;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** What is asked for is fetched again where it is time for that, and nothing that nobody asks for. */
    @Override
    public KeySource at(FetchUrl url) {
        RemoteKeys keys = known(url);
        keys.keepFresh();
        return keys;
    }

    private synchronized RemoteKeys known(FetchUrl url) {
        RemoteKeys keys = sets.computeIfAbsent(url, place -> new RemoteKeys(place, fetch, limits, nanoTime));
        if (sets.size() > MAX_SETS) {
            sets.remove(sets.keySet().iterator().next());
        }
        return keys;
    }
}
