package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The platform's name service. It waits in native code, which would keep the carrier of a virtual thread, and for as long
 * as a foreign name server likes: so lookups run on a few threads of their own and are given up after a time.
 */
public final class PlatformResolver implements Resolver {
    private final ExecutorService lookups;
    private final Duration patience;

    /** @param lookups platform threads, bounded in number; refuses what does not fit into its queue */
    public PlatformResolver(ExecutorService lookups, Duration patience) {
        this.lookups = lookups;
        this.patience = patience;
    }

    @Override
    public List<InetAddress> resolve(String host) {
        try {
            return await(host, lookups.submit(() -> List.of(InetAddress.getAllByName(host))));
        } catch (RejectedExecutionException busy) {
            throw new FetchException(Reason.LOOKUP, "too many names are being looked up", busy);
        }
    }

    private List<InetAddress> await(String host, Future<List<InetAddress>> answer) {
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException unknown) {
            throw new FetchException(Reason.LOOKUP, host + " has no address", unknown);
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new FetchException(Reason.LOOKUP, host + " was not found in time", slow);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new FetchException(Reason.LOOKUP, "interrupted", stopped);
        }
    }
}
