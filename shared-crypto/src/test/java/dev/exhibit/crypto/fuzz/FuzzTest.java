package dev.exhibit.crypto.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
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
            Bytes mutant = mutant(target.seeds(), random);
            most = most.orMore(cost(target, mutant, "seed " + seed + ", mutant " + done));
            done++;
        }
        System.out.println("fuzz: " + target + " mutants=" + done + " most=" + most);
    }

    private static Cost cost(Target target, Bytes mutant, String which) {
        try {
            Cost cost = Cost.of(target, mutant);
            assertThat(cost.problem(mutant)).as(which).isEmpty();
            return cost;
        } catch (RuntimeException | StackOverflowError escaped) {
            throw new AssertionError(which + ": " + HexFormat.of().formatHex(mutant.toArray()), escaped);
        }
    }

    /** One to four changes: bytes set, parts cut out, doubled, or taken from another seed. */
    private static Bytes mutant(List<Bytes> seeds, RandomGenerator random) {
        Bytes data = seeds.get(random.nextInt(seeds.size()));
        for (int i = random.nextInt(4); i >= 0; i--) {
            data = change(data, seeds.get(random.nextInt(seeds.size())), random);
        }
        return data;
    }

    private static Bytes change(Bytes data, Bytes other, RandomGenerator random) {
        int start = random.nextInt(data.size() + 1);
        int end = Math.min(data.size(), start + random.nextInt(16));
        Bytes before = data.slice(0, start);
        Bytes after = data.slice(end, data.size());
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] noise = new byte[end - start];
                random.nextBytes(noise);
                yield Bytes.concat(before, Bytes.owned(noise), after);
            }
            case 1 -> Bytes.concat(before, after);
            case 2 -> Bytes.concat(before, data.slice(start, end), data.slice(start, data.size()));
            default -> {
                int from = random.nextInt(other.size() + 1);
                int to = Math.min(other.size(), from + random.nextInt(64));
                yield Bytes.concat(before, other.slice(from, to), after);
            }
        };
    }
}
