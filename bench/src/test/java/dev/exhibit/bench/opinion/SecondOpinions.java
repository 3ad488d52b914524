package dev.exhibit.bench.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Asks a peer about thousands of bundles, and wants every disagreement to be of a known class. */
final class SecondOpinions {
    /** At least 10,000, and so many more that every class is seen with any seed. */
    private static final int BUNDLES = Integer.getInteger("exhibit.opinions", 10_500);

    private static final long SEED = Long.getLong("exhibit.seed", 20_260_101);

    private SecondOpinions() {}

    static void compare(Peer peer, PeerProcess process, List<Kind> kinds) {
        System.out.printf("%s: seed %d, %d bundles%n", peer.label(), SEED, BUNDLES);
        List<Sample> samples = Samples.of(kinds, BUNDLES, new SplittableRandom(SEED));
        List<Question> questions = samples.stream().map(Sample::question).toList();
        Judge our = ours();
        List<Opinion> ours = questions.stream().map(our::judge).toList();
        Comparison comparison = Comparison.of(peer, samples, ours, process.ask(questions));
        System.out.print(comparison.counts());
        System.out.println(comparison.line());

        assertThat(comparison.unexplained())
                .as("of no class in docs/spec/second-opinions.md")
                .isEmpty();
        assertThat(comparison.explained().keySet()).as("classes that are seen").isEqualTo(classesOf(peer));
    }

    private static Judge ours() {
        SignatureChecker checker = new SignatureChecker(List.of(CryptoProvider.CORRETTO, CryptoProvider.JDK));
        return new OurJudge(checker, ThrowawaySigstore.NOW);
    }

    private static Set<Explained> classesOf(Peer peer) {
        return Arrays.stream(Explained.values())
                .filter(known -> known.peers().contains(peer))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Explained.class)));
    }
}
