package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.throwaway.Mutants;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No change of bytes of a bundle of ours is accepted, and none makes the verifier throw. Every day a sample of the mutants,
 * spread evenly; all of them with the tag {@code proof}; every value of every byte on demand.
 */
class MutantTest {
    private static final ThrowawaySigstore SIGSTORE = new ThrowawaySigstore();
    private static final String VALUES = "mutants.values";

    /** One of so many: a prime, so that all bit positions and all bytes of a base64 group get their turn. */
    private static final int SAMPLE = 97;

    private static final Mutation.Tally TALLY = new Mutation.Tally();

    @AfterAll
    static void report() {
        TALLY.print(MutantTest.class);
    }

    private static Mutation mutation(Kind kind) {
        Verifier verifier = new Verifier(SIGSTORE.trust(), SIGSTORE.demands(), Mutation.FAST);
        return Mutation.of(kind.toString(), verifier, TALLY);
    }

    private static Bytes genuine(Kind kind) {
        Bytes genuine = SIGSTORE.bundle(kind).encode().bytes();
        assertThat(mutation(kind).judge().verdict(genuine)).isInstanceOf(Outcome.Verified.class);
        return genuine;
    }

    @ParameterizedTest
    @EnumSource
    void noSampledMutantIsAccepted(Kind kind) {
        mutation(kind).refusesChangesOf(genuine(kind), SAMPLE);
    }

    @Tag("proof")
    @ParameterizedTest
    @EnumSource
    void noMutantIsAccepted(Kind kind) {
        mutation(kind).refusesChangesOf(genuine(kind), 1);
    }

    /** {@code -Dmutants.values=KIND,KIND…} or {@code all}: docs/testing/mutants.md. */
    @Test
    @EnabledIfSystemProperty(named = VALUES, matches = ".+")
    void noOtherValueOfAnyByteIsAccepted() {
        String wanted = System.getProperty(VALUES, "all");
        Arrays.stream(Kind.values())
                .filter(kind ->
                        wanted.equals("all") || Arrays.asList(wanted.split(",")).contains(kind.name()))
                .forEach(kind -> mutation(kind).refusesAll("values", Mutants.values(genuine(kind)), 1));
    }
}
