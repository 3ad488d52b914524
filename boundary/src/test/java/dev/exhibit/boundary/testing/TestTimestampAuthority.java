package dev.exhibit.boundary.testing;

import com.sun.net.httpserver.HttpServer;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.pki.LocalTimestamping;
import dev.exhibit.boundary.pki.LocalTimestamping.Stamping;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import dev.exhibit.crypto.timestamp.TimestampWriter;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.vault.SigningPermit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A real timestamp authority of somebody else behind HTTP, which can be made to lie in many ways. */
public final class TestTimestampAuthority implements AutoCloseable {
    public static final String POLICY = "1.2.3.4.5";

    private final String name;
    private final FileVault vault;
    private final LocalTimestamping keys;
    private final HttpServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    public final AtomicInteger questions = new AtomicInteger();

    /** How it lies; each is the truth unless a test says otherwise. */
    public volatile UnaryOperator<TimestampQuery> question = query -> query;

    public volatile UnaryOperator<Bytes> answer = response -> response;
    public volatile Duration ahead = Duration.ZERO;
    public volatile int status = 200;
    public volatile String type = "application/timestamp-reply";
    public volatile String policy = POLICY;
    public volatile boolean silent;

    public TestTimestampAuthority(String name, Path folder) {
        this.name = name;
        SecureRandom random = new SecureRandom();
        this.vault = new FileVault(folder.resolve("keys"), "secret", random);
        this.keys = LocalTimestamping.open(folder, "secret", vault, Instant::now, random);
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            questions.incrementAndGet();
            if (silent) {
                awaitClose();
            }
            Bytes asked = Bytes.owned(exchange.getRequestBody().readAllBytes());
            byte[] reply = answer.apply(grant(question.apply(TimestampQuery.decode(asked))))
                    .toArray();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, reply.length);
            exchange.getResponseBody().write(reply);
            exchange.close();
        });
        server.start();
    }

    private Bytes grant(TimestampQuery query) {
        Stamping key = keys.current();
        return new TimestampWriter(key.certificate(), policy)
                .grant(
                        query,
                        new BigInteger(64, new SecureRandom()).setBit(64),
                        Instant.now().plus(ahead),
                        digest -> vault.sign(new SigningPermit(UUID.randomUUID(), key.key(), digest)));
    }

    public FetchUrl url() {
        return FetchUrl.parse("http://127.0.0.1:" + server.getAddress().getPort() + "/tsr");
    }

    /** Its key and root, PEM. */
    public String chain() {
        Stamping key = keys.current();
        return Pem.encode("CERTIFICATE", key.certificate().encoded())
                + Pem.encode("CERTIFICATE", key.root().encoded());
    }

    /** As a trust root names it. */
    public Authority trusted() {
        Stamping key = keys.current();
        return new Authority(
                "",
                name,
                url().origin() + url().target(),
                List.of(key.certificate(), key.root()),
                ValidFor.from(key.certificate().notBefore()));
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
