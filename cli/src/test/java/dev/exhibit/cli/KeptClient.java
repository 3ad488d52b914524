package dev.exhibit.cli;

import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.cli.context.Context;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** One client with its certificate: a connection that is kept as long as the service keeps it. */
final class KeptClient implements AutoCloseable {
    private final int port;
    private final SSLContext tls;
    private Optional<RawClient> kept = Optional.empty();

    KeptClient(Context context) {
        this(context.server().orElseThrow().address().getPort(), ClientContexts.withCertificate(context));
    }

    KeptClient(int port, SSLContext tls) {
        this.port = port;
        this.tls = tls;
    }

    /** Sends a request, on a fresh connection where the one that was kept turns out to be closed. */
    RawClient.Reply ask(String request, boolean head) {
        if (kept.isEmpty()) {
            return askAnew(request, head);
        }
        try {
            return answered(kept.get(), request, head);
        } catch (UncheckedIOException closed) {
            close();
            return askAnew(request, head);
        }
    }

    private RawClient.Reply askAnew(String request, boolean head) {
        RawClient fresh = RawClient.tls(port, tls);
        kept = Optional.of(fresh);
        return answered(fresh, request, head);
    }

    private RawClient.Reply answered(RawClient connection, String request, boolean head) {
        RawClient.Reply reply = connection.send(request).read(head);
        if (reply.headers().containsKey("connection")) {
            close();
        }
        return reply;
    }

    @Override
    public void close() {
        kept.ifPresent(RawClient::close);
        kept = Optional.empty();
    }
}
