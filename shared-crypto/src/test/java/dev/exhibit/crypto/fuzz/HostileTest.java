package dev.exhibit.crypto.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inputs that are made to cost much cost no more than {@link Cost} allows. */
class HostileTest {
    private static final int SHOWN = 1000;

    @ParameterizedTest
    @EnumSource
    void hostileInputsCostLittle(Target target) {
        List<Bytes> hostile = target.hostile();
        assertThat(hostile).hasSizeGreaterThan(5);
        assertThat(problems(target, hostile)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"BUNDLE", "FOREIGN_BUNDLE", "ENVELOPE", "STATEMENT"})
    void theLongestInputsCostSomeTimesTheirSize(Target target) {
        assertThat(problems(target, Longest.inputs())).isEmpty();
    }

    private static List<String> problems(Target target, List<Bytes> inputs) {
        target.seeds().forEach(target::read);
        Cost most = Cost.NOTHING;
        List<String> problems = new ArrayList<>();
        for (Bytes input : inputs) {
            try {
                Cost cost = Cost.of(target::read, input);
                most = most.orMore(cost);
                cost.problem(input).ifPresent(problems::add);
            } catch (RuntimeException | StackOverflowError escaped) {
                Bytes start = input.slice(0, Math.min(input.size(), SHOWN));
                problems.add(escaped + " for " + start.asLenientText());
            }
        }
        System.out.println("fuzz: " + target + " inputs=" + inputs.size() + " most=" + most);
        return problems;
    }
}
