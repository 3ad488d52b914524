package dev.exhibit.keyless;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A service that takes one kind of POST. Thread-safe. */
final class HttpDouble implements AutoCloseable {

    /** What is answered to a request. */
    record Answer(int status, Map<String, String> headers, Bytes body) {
        static Answer of(int status, String type, Bytes body) {
            return new Answer(status, Map.of("Content-Type", type), body);
        }

        static Answer failed(int status) {
            return new Answer(status, Map.of("Retry-After", "0"), Bytes.utf8("no"));
        }
    }

    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server;
    private final String address;
    private volatile Function<Bytes, Answer> answering;

    HttpDouble(String path, Function<Bytes, Answer> answering) {
        this.answering = answering;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.address = "http://127.0.0.1:" + server.getAddress().getPort();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(path, this::handle);
        server.start();
    }

    void become(Function<Bytes, Answer> other) {
        answering = other;
    }

    String address() {
        return address;
    }

    int calls() {
        return calls.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        try (exchange) {
            Answer answer =
                    answering.apply(Bytes.owned(exchange.getRequestBody().readAllBytes()));
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] body = answer.body().toArray();
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
