package dev.exhibit.boundary.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server can do to a fetch: too much, too slow, wrong name, answers with two ends. */
class GuardedFetchTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final FetchFixture fixture = new FetchFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theLimitOfTheBodyIsTakenAndOneByteMoreRefused() {
        fixture.server.says("a".repeat(1000));
        assertThat(fixture.open().fetch(fixture.get("/")).body().size()).isEqualTo(1000);
        fixture.server.says("a".repeat(1001));
        FetchFixture.refused(Reason.SIZE, () -> fixture.open().fetch(fixture.get("/")));
        fixture.server.says("aaaa");
        FetchOrder small = FetchOrder.get(fixture.get("/").url(), 3);
        FetchFixture.refused(Reason.SIZE, () -> fixture.open().fetch(small));
        fixture.server.raw(OK + "Transfer-Encoding: chunked\r\n\r\n" + "100\r\n" + "a".repeat(256) + "\r\n" + "2e9\r\n"
                + "a".repeat(745) + "\r\n0\r\n\r\n");
        FetchFixture.refused(Reason.SIZE, () -> fixture.open().fetch(fixture.get("/")));
    }

    @Test
    void theLimitOfHeadersIsTakenAndOneMoreRefused() {
        fixture.server.says("200 OK", "A: b\r\n".repeat(7), "x");
        assertThat(fixture.open().fetch(fixture.get("/")).header("a")).contains("b, b, b, b, b, b, b");
        fixture.server.says("200 OK", "A: b\r\n".repeat(8), "x");
        FetchFixture.refused(Reason.SIZE, () -> fixture.open().fetch(fixture.get("/")));
        fixture.server.says("200 OK", "A: " + "b".repeat(1000) + "\r\n", "x");
        FetchFixture.refused(Reason.SIZE, () -> fixture.open().fetch(fixture.get("/")));
    }

    @Test
    void chunksArePutTogether() {
        fixture.server.raw(
                OK + "Transfer-Encoding: chunked\r\n\r\n4;x=y\r\nabcd\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n");
        assertThat(fixture.open().fetch(fixture.get("/")).document().asLenientText())
                .isEqualTo("abcd0123456789");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\nbody until the end",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : b\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "hello\r\n\r\n"
            })
    void whatIsNotClearHttpIsRefused(String answer) {
        fixture.server.raw(answer);
        FetchFixture.refused(Reason.PROTOCOL, () -> fixture.open().fetch(fixture.get("/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc"})
    void anAnswerThatBreaksOffIsNoAnswer(String answer) {
        fixture.server.raw(answer);
        FetchFixture.refused(Reason.CONNECTION, () -> fixture.open().fetch(fixture.get("/")));
    }

    @Test
    void silenceEndsTheFetch() {
        fixture.server.answers(out -> Thread.currentThread().join());
        FetchFixture.refused(Reason.TIME, () -> fixture.open().fetch(fixture.get("/")));
    }

    /** A byte every now and then never is silence for long; the total time ends it all the same. */
    @Test
    void dribblingEndsTheFetch() {
        fixture.server.answers(out -> {
            out.write((OK + "Content-Length: 1000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1000; i++) {
                out.write('a');
                out.flush();
                Thread.currentThread().join(100);
            }
        });
        long start = System.nanoTime();
        FetchFixture.refused(Reason.TIME, () -> fixture.open().fetch(fixture.get("/")));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aServerWithAnotherNameOrAuthorityIsNotBelieved() {
        fixture.server.says("hello");
        String origin = fixture.server.origin("elsewhere.example");
        Fetch wrongName = fixture.guard(List.of(origin), "127.0.0.1");
        FetchFixture.refused(Reason.CONNECTION, () -> wrongName.fetch(FetchOrder.get(FetchUrl.parse(origin + "/"), 9)));
        TestAuthority stranger = new TestAuthority("stranger");
        try (CannedServer other = CannedServer.tls(stranger.server().clientContext(stranger))) {
            other.says("hello");
            String url = other.origin("localhost");
            Fetch guard = fixture.guard(List.of(url), "127.0.0.1");
            FetchFixture.refused(Reason.CONNECTION, () -> guard.fetch(FetchOrder.get(FetchUrl.parse(url + "/"), 9)));
            assertThat(other.requests()).isEmpty();
        }
        assertThat(fixture.server.requests()).isEmpty();
    }

    @Test
    void theNextAddressIsTriedWhereOneDoesNotAnswer() {
        fixture.server.says("hello");
        Fetch guard = fixture.guard(List.of(fixture.server.origin("localhost")), "127.9.9.9", "127.0.0.1");
        assertThat(guard.fetch(fixture.get("/")).status()).isEqualTo(200);
    }

    @Test
    void plainHttpIsSpokenWhereItIsNamed() {
        try (CannedServer plain = CannedServer.plain()) {
            plain.says("hello");
            String origin = plain.origin("localhost");
            Fetched answer = fixture.guard(List.of(origin), "127.0.0.1")
                    .fetch(FetchOrder.post(FetchUrl.parse(origin + "/tsa"), "application/x", Bytes.utf8("body"), 9));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(plain.requests().getFirst())
                    .startsWith("POST /tsa HTTP/1.1\r\n")
                    .contains("\r\nContent-Length: 4\r\n", "\r\nContent-Type: application/x\r\n")
                    .endsWith("\r\n\r\nbody");
        }
    }

    @Test
    void anythingButStatus200IsNoDocument() {
        fixture.server.says("404 Not Found", "", "gone");
        Fetched answer = fixture.open().fetch(fixture.get("/"));
        FetchFixture.refused(Reason.STATUS, answer::document);
    }

    @Test
    void noHeaderCanBeSmuggledIn() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> fixture.get("/").with("A", "b\r\nHost: other"));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> fixture.get("/").with("A: b\r\nC", "d"));
        fixture.server.says("hello");
        fixture.open().fetch(fixture.get("/").with("host", "other"));
        assertThat(fixture.server.requests().getFirst()).doesNotContain("other");
    }

    @Test
    void thePlatformResolverAnswersOrGivesUp() {
        try (ExecutorService lookups = Executors.newSingleThreadExecutor()) {
            Resolver resolver = new PlatformResolver(lookups, Duration.ofSeconds(5));
            assertThat(resolver.resolve("127.0.0.1")).hasSize(1);
            FetchFixture.refused(Reason.LOOKUP, () -> resolver.resolve("no-such-host.invalid"));
            FetchFixture.refused(
                    Reason.LOOKUP, () -> new PlatformResolver(lookups, Duration.ZERO).resolve("no-such-host.invalid"));
        }
    }

    @Test
    void badExceptionsAreRefused() {
        for (String exception : List.of(
                "localhost:443",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "::ffff:0:0/96",
                "*",
                "https://*:443",
                "10.0.0.0",
                "ftp://a")) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(exception)
                    .isThrownBy(() -> FetchRules.of(List.of(exception)));
        }
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> FetchRules.of(List.of("10.0.0.0/8", "10.0.0.0/8")));
    }
}
