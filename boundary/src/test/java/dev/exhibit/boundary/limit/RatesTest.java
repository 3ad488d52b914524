package dev.exhibit.boundary.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The burst and one more, the rate in the long run, and that the memory is bounded. */
class RatesTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Rates rates = new Rates("caller", 10, 2, 3, nanos::get);

    @Test
    void theBurstIsTakenAndOneMoreIsNot() {
        take("a", 20);
        refused("a");
        refused("a");
        take("b", 20);
    }

    @Test
    void whatTimeGivesBackIsTakenAndNoMore() {
        take("a", 20);
        for (int i = 0; i < 50; i++) {
            advance(Duration.ofMillis(100));
            take("a", 1);
            refused("a");
        }
        advance(Duration.ofMillis(99));
        refused("a");
        advance(Duration.ofMillis(1));
        take("a", 1);
        advance(Duration.ofHours(1));
        take("a", 20);
        refused("a");
    }

    @Test
    void aRefusalCostsNothing() {
        take("a", 20);
        for (int i = 0; i < 1_000; i++) {
            refused("a");
        }
        advance(Duration.ofMillis(100));
        take("a", 1);
    }

    @Test
    void onlySoManyAreRemembered() {
        take("first", 20);
        for (int i = 0; i < 1_000; i++) {
            take("other-" + i, 1);
            assertThat(rates.remembered()).isLessThanOrEqualTo(3);
        }
        take("busy", 20);
        take("x", 1);
        refused("busy");
        take("y", 1);
        take("z", 1);
        refused("busy");
    }

    private void take(String name, int times) {
        for (int i = 0; i < times; i++) {
            rates.take(name);
        }
    }

    private void refused(String name) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rates.take(name))
                .withMessage("a caller may send 10 requests a second, and 20 at once")
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(ProblemCode.RATE_LIMITED);
                    assertThat(refused.extra().members()).containsKeys("limit", "seen");
                });
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
