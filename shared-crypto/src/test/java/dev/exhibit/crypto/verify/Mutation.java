package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.Mutants;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Mutants against a verifier: each must be refused, and nothing but a refusal may come.
 *
 * @param what names the run
 * @param judge gives the verdict
 * @param pardoned which mutants may be accepted
 * @param tally counts
 */
record Mutation(String what, Judge judge, Predicate<Bytes> pardoned, Tally tally) {
    /** The quick providers: the verdict does not depend on them ({@code KindsTest}). */
    static final SignatureChecker FAST = new SignatureChecker(List.of(CryptoProvider.CORRETTO, CryptoProvider.JDK));

    /** A verifier that knows what the document is to be about. */
    interface Judge {
        Outcome verdict(Bytes document);
    }

    /** How many mutants of each sort were tried, and how many were accepted with good reason; for one test class. */
    static final class Tally {
        private final Map<String, LongAdder> counts = new TreeMap<>();

        synchronized LongAdder of(String sort) {
            return counts.computeIfAbsent(sort, ignored -> new LongAdder());
        }

        void print(Class<?> test) {
            System.out.println("mutants: " + test.getSimpleName() + " " + counts);
        }
    }

    /** Bundles of the throw-away Sigstore, of which no mutant is pardoned. */
    static Mutation of(String what, Verifier verifier, Tally tally) {
        return new Mutation(what, judge(verifier), document -> false, tally);
    }

    static Judge judge(Verifier verifier) {
        Artifact artifact = new Artifact.Named(ThrowawaySigstore.ARTIFACT);
        return document -> verifier.verify(document, artifact, ThrowawaySigstore.NOW);
    }

    Mutation pardoning(Predicate<Bytes> more) {
        return new Mutation(what, judge, more, tally);
    }

    /** Bits, truncations and insertions. */
    void refusesChangesOf(Bytes genuine, int step) {
        refusesAll("bits", Mutants.bits(genuine), step);
        refusesAll("truncations", Mutants.cuts(genuine), step);
        refusesAll("insertions", Mutants.insertions(genuine), step);
    }

    /** Tries one mutant of {@code step}, spread evenly, on all cores. */
    void refusesAll(String sort, Mutants.Numbered mutants, int step) {
        int tried = (mutants.count() + step - 1) / step;
        List<String> wrong = IntStream.range(0, tried)
                .parallel()
                .map(number -> number * step)
                .mapToObj(number -> problem(number, mutants.mutant().apply(number)))
                .filter(found -> !found.isEmpty())
                .limit(10)
                .toList();
        tally.of(sort).add(tried);
        assertThat(wrong).as("%s, %s", what, sort).isEmpty();
    }

    private String problem(int number, Bytes mutant) {
        try {
            return switch (judge.verdict(mutant)) {
                case Outcome.Refused ignored -> "";
                case Outcome.Verified ignored -> ifPardoned(number, mutant);
            };
        } catch (RuntimeException | StackOverflowError crash) {
            return number + " crashed: " + crash + " at " + crash.getStackTrace()[0];
        }
    }

    private String ifPardoned(int number, Bytes mutant) {
        if (!pardoned.test(mutant)) {
            return number + " accepted: " + mutant.asLenientText();
        }
        tally.of("accepted as the same").increment();
        return "";
    }
}
