package dev.exhibit.boundary.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.exhibit.boundary.fetch.FetchException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What may be large is read as it comes, under the same guard: it ends where it says, or in a refusal. */
class FetchStreamTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final Pace EASY = Pace.of(1, Duration.ofMillis(200), Duration.ofSeconds(30));

    private final FetchFixture fixture = new FetchFixture();
    private final Origin origin = Origin.parse(fixture.server.origin("localhost"));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theLimitIsTheOrdersOwnAndOneByteMoreIsRefused() {
        fixture.server.says("a".repeat(5000));
        assertThat(read(5000)).hasSize(5000);
        FetchFixture.refused(Reason.SIZE, () -> read(4999));
        fixture.server.raw(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
        assertThat(read(5)).isEqualTo("abcde");
        FetchFixture.refused(Reason.SIZE, () -> read(4));
    }

    /** The frame of many chunks is longer than any head may be, but not longer than what it frames. */
    @Test
    void manyChunksAreTakenAndAFrameLongerThanTheBodyIsNot() {
        String chunk = "8\r\n12345678\r\n";
        fixture.server.raw(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(2000) + "0\r\n\r\n");
        assertThat(read(16_000)).hasSize(16_000);
        String padded = "1;" + "x".repeat(500) + "\r\na\r\n";
        fixture.server.raw(OK + "Transfer-Encoding: chunked\r\n\r\n" + padded.repeat(20) + "0\r\n\r\n");
        FetchFixture.refused(Reason.SIZE, () -> read(16_000));
    }

    @Test
    void aBodyThatBreaksOffNeverEndsCleanly() {
        fixture.server.raw(OK + "Content-Length: 4\r\n\r\nabc");
        FetchFixture.refused(Reason.CONNECTION, () -> read(100));
        fixture.server.raw(OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        FetchFixture.refused(Reason.CONNECTION, () -> read(100));
        fixture.server.raw(OK + "\r\nuntil the end");
        FetchFixture.refused(Reason.PROTOCOL, () -> read(100));
    }

    /** More than the pace goes on past the total time of a small fetch, here 700 ms; less does not. */
    @Test
    void aSteadyBodyMayTakeLongerThanASmallFetchAndASlowOneMayNot() {
        fixture.server.answers(out -> dribble(out, 12));
        assertThat(read(1000)).hasSize(12);
        Pace demanding = Pace.of(100, Duration.ofMillis(200), Duration.ofSeconds(30));
        FetchFixture.refused(Reason.TIME, () -> read(rules(), demanding, 1000));
    }

    @Test
    void theWholeBodyHasAnEndHoweverSteadyItIs() {
        fixture.server.answers(out -> dribble(out, 1000));
        Pace brief = Pace.of(1, Duration.ofMillis(250), Duration.ofMillis(500));
        FetchFixture.refused(Reason.TIME, () -> read(rules(), brief, 1000));
    }

    @Test
    void silenceWithinABodyEndsIt() {
        fixture.server.answers(out -> {
            out.write((OK + "Content-Length: 10\r\n\r\nabc").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread.currentThread().join();
        });
        FetchFixture.refused(Reason.TIME, () -> read(1000));
    }

    @Test
    void anythingButStatus200IsNoDocument() {
        fixture.server.says("404 Not Found", "", "gone");
        FetchFixture.refused(Reason.STATUS, () -> read(1000));
    }

    @Test
    void onlyNamedPlacesAreAskedAlsoAfterARedirect() {
        fixture.server.says("secret");
        FetchRules others = rules().only(Set.of(Origin.parse("https://elsewhere.example")));
        FetchFixture.refused(Reason.PLACE, () -> read(others, EASY, 100));
        assertThat(fixture.server.requests()).isEmpty();
        fixture.server.says("302 Found", "Location: https://elsewhere.example/\r\n", "");
        FetchFixture.refused(Reason.PLACE, () -> read(rules().only(Set.of(origin)), EASY, 100));
        assertThat(fixture.server.requests()).hasSize(1);
    }

    /** To name a place says nothing about what is inside: a name that leads there needs the exception as well. */
    @Test
    void aNamedPlaceThatLeadsInsideNeedsAnExceptionToo() {
        fixture.server.says("hello");
        FetchFixture.refused(Reason.ADDRESS, () -> read(FetchRules.strict().only(Set.of(origin)), EASY, 100));
        assertThat(read(rules().only(Set.of(origin)), EASY, 100)).isEqualTo("hello");
    }

    @Test
    void aPaceIsMadeOfPositiveNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(Duration.ZERO, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(Duration.ofSeconds(1), 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(Duration.ofSeconds(1), 1, 0));
    }

    private FetchRules rules() {
        return FetchRules.of(List.of(origin.toString()));
    }

    private String read(long maxBytes) {
        return read(rules(), EASY, maxBytes);
    }

    private String read(FetchRules rules, Pace pace, long maxBytes) {
        FetchOrder order =
                FetchOrder.get(FetchUrl.parse(origin + "/"), maxBytes).following(1);
        try (FetchedStream answer = fixture.local(rules).open(order, pace)) {
            return new String(answer.document().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A byte every 100 ms. */
    private static void dribble(OutputStream out, int bytes) throws IOException, InterruptedException {
        out.write((OK + "Content-Length: " + bytes + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < bytes; i++) {
            out.write('a');
            out.flush();
            Thread.currentThread().join(100);
        }
    }
}
