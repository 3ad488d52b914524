package dev.exhibit.boundary.fetch;

import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.fetch.FetchException.Reason;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;

/**
 * {@link Fetch} and {@link FetchStream} with the guard in front: a name is looked up once, every address it has must be one that may be reached,
 * and the connection is made to one of these very addresses. So a name service that answers differently the second time
 * is never asked a second time. Redirects start again at the first check.
 *
 * <p>It speaks HTTP/1.1 by itself, one request a connection, because the platform's client looks names up where nobody can
 * stand in between: given an address instead of the name, it would ask for and check the wrong name in the
 * certificate. What is fetched is
 * small and rare, so a pool and HTTP/2 would be of no use. Thread-safe.
 */
public final class GuardedFetch implements Fetch, FetchStream {
    private final FetchRules rules;
    private final Resolver resolver;
    private final SSLContext tls;
    private final FetchLimits limits;
    private final ScheduledExecutorService timer;

    /**
     * @param tls which servers are believed
     * @param timer ends fetches that take too long; must not be busy with anything long
     */
    public GuardedFetch(
            FetchRules rules, Resolver resolver, SSLContext tls, FetchLimits limits, ScheduledExecutorService timer) {
        this.rules = rules;
        this.resolver = resolver;
        this.tls = tls;
        this.limits = limits;
        this.timer = timer;
    }

    @Override
    public Fetched fetch(FetchOrder order) {
        long maxBytes = Math.min(order.maxBytes(), limits.answerBytes());
        try (Deadline deadline = new Deadline(timer, limits.totalTime());
                Opened answer = follow(order, deadline)) {
            Bytes body = Bytes.owned(answer.body(maxBytes).readAllBytes());
            return new Fetched(answer.head().status(), answer.head().headers(), body);
        } catch (IOException failed) {
            throw new FetchException(Reason.CONNECTION, order.url() + " could not be asked", failed);
        }
    }

    @Override
    public FetchedStream open(FetchOrder order, Pace pace) {
        Deadline deadline = new Deadline(timer, limits.totalTime());
        try {
            Opened answer = follow(order, deadline);
            try {
                InputStream body = answer.document(order.maxBytes());
                deadline.keep(pace);
                return new FetchedStream(answer.head().status(), answer.head().headers(), body);
            } catch (RuntimeException refused) {
                answer.close();
                throw refused;
            }
        } catch (RuntimeException refused) {
            deadline.close();
            throw refused;
        }
    }

    /** An answer whose head was read. */
    private record Opened(
            Origin origin, PinnedConnection connection, AnswerReader reader, AnswerReader.Head head, Deadline deadline)
            implements AutoCloseable {
        InputStream body(long maxBytes) {
            return new FetchedStream.Body(reader.body(head, maxBytes), origin, connection, deadline);
        }

        /** Of any other answer than a 200 nobody reads the body: its length is no matter. */
        InputStream document(long maxBytes) {
            return head.status() == FetchedStream.OK
                    ? body(maxBytes)
                    : new FetchedStream.Body(InputStream.nullInputStream(), origin, connection, deadline);
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private Opened follow(FetchOrder order, Deadline deadline) {
        FetchOrder next = order.following(Math.min(order.redirects(), limits.redirects()));
        while (true) {
            Opened answer = once(next, deadline);
            if (answer.head().redirect().isEmpty()) {
                return answer;
            }
            answer.close();
            next = next.redirectedTo(next.url().resolve(answer.head().redirect().get()));
        }
    }

    private Opened once(FetchOrder order, Deadline deadline) {
        Origin origin = order.url().origin();
        // 1. Where it may go at all.
        rules.requirePlace(origin);
        // 2. One look-up; each address it gives must be allowed, not only the one that is used.
        List<InetAddress> addresses = origin.address().map(List::of).orElseGet(() -> resolver.resolve(origin.host()));
        addresses.forEach(address -> rules.requireAddress(origin, address));
        // 3. One of these addresses.
        PinnedConnection connection = connect(origin, addresses, deadline);
        try {
            // 4. The request, with the name in it, and the head of the answer.
            send(order, connection.out());
            AnswerReader reader = new AnswerReader(connection.in(), limits);
            return new Opened(origin, connection, reader, reader.head(), deadline);
        } catch (IOException failed) {
            connection.close();
            throw deadline.failure(origin, failed);
        } catch (RuntimeException refused) {
            connection.close();
            throw refused;
        }
    }

    private PinnedConnection connect(Origin origin, List<InetAddress> addresses, Deadline deadline) {
        IOException last = new IOException("no address");
        for (InetAddress address : addresses) {
            try {
                return PinnedConnection.open(origin, address, tls.getSocketFactory(), limits, deadline);
            } catch (IOException failed) {
                last = failed;
            }
        }
        throw deadline.failure(origin, last);
    }

    private static void send(FetchOrder order, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder()
                .append(order.method())
                .append(' ')
                .append(order.url().target())
                .append(" HTTP/1.1\r\n");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(order.headers());
        headers.put("Host", order.url().origin().authority());
        headers.put("User-Agent", "exhibit");
        headers.put("Accept-Encoding", "identity");
        headers.put("Connection", "close");
        if (order.method().hasBody()) {
            headers.put("Content-Length", Integer.toString(order.body().size()));
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(Bytes.concat(Bytes.utf8(head.append("\r\n").toString()), order.body())
                .toArray());
        out.flush();
    }
}
