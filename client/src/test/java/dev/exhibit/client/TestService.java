package dev.exhibit.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.digest.Hashing.Hashed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A server that answers what a test has written down, in order, and remembers what it was asked. */
final class TestService implements AutoCloseable {
    private static final int KEPT = 64 * 1024;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Function<Asked, Answer>> answers = new ArrayDeque<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /**
     * An answer.
     *
     * @param status 0 closes the connection instead
     */
    record Answer(int status, Map<String, String> headers, String body) {}

    /**
     * A request.
     *
     * @param head the first 64 KiB of its body
     * @param body digest and size of all of it
     */
    record Asked(
            String method, String path, String query, Map<String, List<String>> headers, String head, Hashed body) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    /** Wants a client certificate. */
    TestService(SSLContext context) throws IOException {
        this(context, true);
    }

    TestService(SSLContext context, boolean certificate) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(certificate);
                parameters.setSSLParameters(wanted);
            }
        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    TestService answer(int status, String body) {
        return answer(status, Map.of(), body);
    }

    synchronized TestService answer(int status, Map<String, String> headers, String body) {
        return answer(asked -> new Answer(status, headers, body));
    }

    /** An answer that depends on what was asked. */
    synchronized TestService answer(Function<Asked, Answer> made) {
        answers.add(made);
        return this;
    }

    List<Asked> asked() {
        return asked;
    }

    private synchronized Answer next(Asked request) {
        Function<Asked, Answer> next = answers.poll();
        return next == null ? new Answer(500, Map.of(), "the test expected no further request") : next.apply(request);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            Hashed body = Hashing.copy(exchange.getRequestBody(), new FirstBytes(head));
            Asked request = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestURI().getRawQuery()),
                    Map.copyOf(exchange.getRequestHeaders()),
                    head.toString(StandardCharsets.UTF_8),
                    body);
            asked.add(request);
            Answer answer = next(request);
            if (answer.status() == 0) {
                return;
            }
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static final class FirstBytes extends OutputStream {
        private final ByteArrayOutputStream kept;

        FirstBytes(ByteArrayOutputStream kept) {
            this.kept = kept;
        }

        @Override
        public void write(int value) {
            if (kept.size() < KEPT) {
                kept.write(value);
            }
        }

        @Override
        public void write(byte[] bytes, int start, int length) {
            kept.write(bytes, start, Math.min(length, KEPT - Math.min(KEPT, kept.size())));
        }
    }
}
