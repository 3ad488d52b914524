package dev.exhibit.crypto.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The seeds of every target and some mutants of them: nothing but refusals leaves a target, and none costs more than
 * {@link Cost} allows. {@code -Dfuzz.seconds=N} goes on mutating each target for so long.
 */
class FuzzTest {
    private static final int MUTANTS = 200;

    @ParameterizedTest
    @EnumSource
    void seedsAreReadAndMutantsRefused(Target target) {
        target.seeds().forEach(target::read);
        long seed = Long.getLong("fuzz.seed", 1);
        RandomGenerator random = new Random(seed);
        long until = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("fuzz.seconds", 0)).toNanos();
        int done = 0;
        Cost most = Cost.NOTHING;
        while (done < MUTANTS || System.nanoTime() < until) {
            Bytes mutant = Mutants.of(target.seeds(), random);
            most = most.orMore(cost(target, mutant, "seed " + seed + ", mutant " + done));
            done++;
        }
        System.out.println("fuzz: " + target + " mutants=" + done + " most=" + most);
    }

    private static Cost cost(Target target, Bytes mutant, String which) {
        try {
            Cost cost = Cost.of(target::read, mutant);
            assertThat(cost.problem(mutant)).as(which).isEmpty();
            return cost;
        } catch (RuntimeException | StackOverflowError escaped) {
            throw new AssertionError(which + ": " + HexFormat.of().formatHex(mutant.toArray()), escaped);
        }
    }
}
