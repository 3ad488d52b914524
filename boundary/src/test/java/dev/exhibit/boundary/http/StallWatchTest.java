package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits.Patience;
import dev.exhibit.boundary.http.StallWatch.Phase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The deadlines, with a clock that the test moves: each at its limit and one millisecond after. */
class StallWatchTest {
    private static final Patience PATIENCE = new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(4),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            1_000,
            Duration.ofSeconds(3),
            Duration.ofSeconds(8),
            Duration.ofSeconds(1));

    private long now = -5; // a monotonic clock may be negative and may overflow
    private boolean shaken;
    private final StallWatch watch = new StallWatch(PATIENCE, () -> now, () -> shaken);

    @AfterEach
    void nothingIsLeftBehind() {
        watch.done();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void handshake() {
        watch.reading();
        closedAfter(Duration.ofSeconds(5), Phase.OPENING);
    }

    @Test
    void handshakeDoneInTimeLeavesTheIdleTime() {
        watch.reading();
        shaken = true;
        pass(Duration.ofSeconds(6));
        assertThat(watch.check()).isEmpty();
        closedAfter(Duration.ofSeconds(24), Phase.IDLE);
    }

    @Test
    void headersHaveOneDeadlineHoweverManyBytesCome() {
        firstByte();
        for (int i = 0; i < 3; i++) {
            watch.reading();
            pass(Duration.ofSeconds(1));
            watch.received(1);
        }
        watch.reading();
        closedAfter(Duration.ofSeconds(1), Phase.HEADERS);
    }

    @Test
    void aBodyThatNeverComes() {
        body();
        watch.reading();
        closedAfter(Duration.ofSeconds(3), Phase.BODY);
    }

    @Test
    void timeOfOurOwnDoesNotCount() {
        body();
        pass(Duration.ofHours(1));
        assertThat(watch.check()).isEmpty();
        watch.reading();
        closedAfter(Duration.ofSeconds(3), Phase.BODY);
    }

    @Test
    void aBodyAtTheMinimumRateGoesOnForEver() {
        body();
        for (int i = 0; i < 10_000; i++) {
            receive(1_000, Duration.ofSeconds(1));
        }
    }

    @Test
    void aBodyBelowTheMinimumRateRunsOutOfGrace() {
        body();
        for (int i = 0; i < 4; i++) {
            receive(500, Duration.ofSeconds(1)); // loses half a second each time
        }
        watch.reading();
        closedAfter(Duration.ofSeconds(1), Phase.BODY);
    }

    @Test
    void aFastStartBuysNoMoreThanTheSilence() {
        body();
        receive(1_000_000_000, Duration.ofSeconds(1));
        watch.reading();
        closedAfter(Duration.ofSeconds(10), Phase.BODY);
    }

    @Test
    void anAnswerNotTaken() {
        body();
        watch.answering();
        watch.writing();
        closedAfter(Duration.ofSeconds(8), Phase.ANSWER);
    }

    @Test
    void silenceAfterTheAnswer() {
        body();
        watch.answering();
        watch.writing();
        watch.done();
        watch.reading();
        closedAfter(Duration.ofSeconds(30), Phase.IDLE);
    }

    @Test
    void aRequestThatCameTogetherWithTheOneBefore() {
        body();
        watch.answering();
        watch.requestLineRead();
        watch.reading();
        closedAfter(Duration.ofSeconds(4), Phase.HEADERS);
    }

    private void firstByte() {
        watch.reading();
        shaken = true;
        watch.received(1);
    }

    private void body() {
        firstByte();
        watch.requestLineRead();
        watch.headersRead();
    }

    private void receive(int bytes, Duration after) {
        watch.reading();
        pass(after);
        assertThat(watch.check()).isEmpty();
        watch.received(bytes);
    }

    private void closedAfter(Duration time, Phase phase) {
        pass(time.minusMillis(1));
        assertThat(watch.check()).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(watch.check()).contains(phase);
        assertThat(watch.stalled()).isTrue();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
