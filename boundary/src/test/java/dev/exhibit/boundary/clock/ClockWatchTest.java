package dev.exhibit.boundary.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.ClockLimits;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Duration wall = Duration.ZERO;
    private Duration monotonic = Duration.ZERO;
    private Duration theirs = Duration.ZERO;
    private Duration travel = Duration.ZERO;
    private boolean silent;
    private final ClockWatch watch = new ClockWatch(
            () -> START.plus(wall),
            () -> monotonic.toNanos(),
            List.of(new ClockReference("database", this::reference)),
            ClockLimits.defaults());

    private Instant reference() {
        if (silent) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "no answer");
        }
        pass(travel);
        Instant now = START.plus(theirs);
        pass(travel);
        return now;
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        monotonic = monotonic.plus(time);
        theirs = theirs.plus(time);
    }

    @Test
    void clocksThatAgreeAreNoProblem() {
        pass(Duration.ofHours(5));
        watch.look();
        assertThat(watch.problem()).isEmpty();
        watch.demandRight();
    }

    @Test
    void aboveTwoSecondsIsSaidAndAboveThirtyNothingIsSigned() {
        for (int sign : List.of(1, -1)) {
            off(Duration.ofSeconds(2L * sign));
            assertThat(watch.problem()).isEmpty();
            off(Duration.ofMillis(2_001L * sign));
            assertThat(watch.problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("2.001 s off"));
            watch.demandRight();
            off(Duration.ofSeconds(30L * sign));
            watch.demandRight();
            off(Duration.ofMillis(30_001L * sign));
            refused();
        }
        off(Duration.ZERO);
        assertThat(watch.problem()).isEmpty();
    }

    @Test
    void theWayOfTheAnswerIsNotHeldAgainstTheClock() {
        travel = Duration.ofSeconds(20);
        off(Duration.ofSeconds(15));
        assertThat(watch.skew("database")).isZero();
        off(Duration.ofSeconds(23));
        assertThat(watch.skew("database")).isEqualTo(Duration.ofSeconds(3));
        off(Duration.ofSeconds(-23));
        assertThat(watch.skew("database")).isEqualTo(Duration.ofSeconds(-3));
    }

    @Test
    void aJumpCountsAtOnce() {
        watch.look();
        wall = wall.plusSeconds(31);
        refused();
        theirs = theirs.plusSeconds(31); // it was right: the others say the same
        watch.look();
        assertThat(watch.problem()).isEmpty();
        wall = wall.minusSeconds(3);
        assertThat(watch.problem()).hasValueSatisfying(why -> assertThat(why).contains("jumped by -3.0 s"));
    }

    @Test
    void whatOthersHeardCountsLikeWhatItAskedItself() {
        hear("tsa", Duration.ofSeconds(-3), Duration.ofMillis(100));
        assertThat(watch.problem()).as("a second is lost in rounding").isEmpty();
        hear("tsa", Duration.ofMillis(2_100), Duration.ofMillis(100));
        assertThat(watch.problem()).as("and the way of the answer").isEmpty();
        hear("tsa", Duration.ofSeconds(4), Duration.ofMillis(100));
        assertThat(watch.isOff("tsa")).isTrue();
        assertThat(watch.isOff("database")).isFalse();
        assertThat(watch.problem()).hasValueSatisfying(why -> assertThat(why).contains("3.9 s off that of tsa"));
        off(Duration.ofSeconds(-5));
        assertThat(watch.problem())
                .hasValueSatisfying(why -> assertThat(why).contains("off that of database", "off that of tsa"));
        watch.demandRight();
        hear("tsa", Duration.ofSeconds(-32), Duration.ZERO);
        refused();
        hear("tsa", Duration.ZERO, Duration.ZERO);
        watch.demandRight();
    }

    /** The other is so far ahead, and says whole seconds. */
    private void hear(String name, Duration ahead, Duration taken) {
        Instant now = START.plus(wall);
        Instant said = now.plus(ahead);
        watch.heard(name, new ClockReading(now, taken, said, said.plusSeconds(1)));
    }

    @Test
    void aReferenceThatIsSilentDoesNotTakeBackWhatItSaid() {
        off(Duration.ofSeconds(40));
        refused();
        silent = true;
        watch.look();
        refused();
    }

    private void off(Duration ahead) {
        wall = theirs.plus(ahead);
        watch.look();
    }

    private void refused() {
        assertThatThrownBy(watch::demandRight)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE))
                .hasMessageContaining("nothing is signed");
    }

    @Test
    void aReferenceThatNobodyKnowsIsNotOff() {
        assertThat(Optional.of(watch.skew("nobody"))).contains(Duration.ZERO);
    }
}
