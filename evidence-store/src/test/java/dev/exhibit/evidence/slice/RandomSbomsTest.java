package dev.exhibit.evidence.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.sbom.SbomCommitment;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SbomEdge;
import dev.exhibit.crypto.sbom.SbomPart;
import dev.exhibit.crypto.sbom.SliceProof;
import dev.exhibit.crypto.sbom.SliceRefusedException;
import dev.exhibit.crypto.sbom.SliceVerifier;
import dev.exhibit.crypto.throwaway.RandomSbom;
import dev.exhibit.crypto.tlog.SubsetProof;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random SBOMs of both formats: every slice is proven, none that was changed is; each says what was asked. */
class RandomSbomsTest {
    @Test
    void fiftySboms() {
        check(50);
    }

    @Test
    @Tag("proof")
    void aThousandSboms() {
        check(1000);
    }

    private static void check(int count) {
        int proven = 0;
        for (long seed = 0; seed < count; seed++) {
            Random random = new Random(seed);
            RandomSbom sbom = RandomSbom.of(random);
            for (Question question : questions(sbom, random)) {
                try {
                    checkSlice(sbom, question, random);
                    proven++;
                } catch (ProblemException empty) {
                    assertThat(empty.code()).isEqualTo(ProblemCode.SELECTION_EMPTY);
                } catch (AssertionError | RuntimeException wrong) {
                    throw new AssertionError("seed " + seed + ", " + question, wrong);
                }
            }
        }
        assertThat(proven).isGreaterThan(3 * count);
    }

    private static List<Question> questions(RandomSbom sbom, Random random) {
        List<Question> questions = new ArrayList<>();
        for (Question.Kind kind : Question.Kind.values()) {
            String ref = sbom.refs().get(random.nextInt(sbom.refs().size()));
            questions.add(new Question.About(ref, kind));
        }
        questions.add(Question.why("pkg:maven/org.g1/n2@1.0"));
        questions.add(new Question.Matching(PurlPattern.parse("pkg:maven/org.*/n1@1.*")));
        return questions;
    }

    private static void checkSlice(RandomSbom random, Question question, Random seeded) {
        Bytes bytes = random.bytes();
        SbomDocument sbom = SbomDocument.parse(bytes);
        SbomDocument cut = Cut.of(sbom, question);
        Bytes slice = cut.sliceOf(Hashing.of(bytes)).bytes();
        // Another order says the same, of the same SBOM.
        assertThat(Cut.of(SbomDocument.parse(random.permuted(seeded)), question)
                        .sliceOf(Hashing.of(bytes))
                        .bytes())
                .isEqualTo(slice);
        // It has what was asked, and the same question to it gives all of it again.
        SbomDocument read = SbomDocument.parse(slice);
        assertThat(names(read)).isEqualTo(expected(sbom, question));
        assertThat(Cut.of(read, question).sliceOf(Hashing.of(bytes)).bytes()).isEqualTo(slice);
        // It is proven, and nothing that was changed is.
        Bytes proof =
                SliceProof.of(sbom, Hashing.of(bytes), read, Hashing.of(slice)).bytes();
        Statement attested = attested(SbomCommitment.of(sbom, Hashing.of(bytes)));
        assertThat(SliceVerifier.verify(slice, proof, attested).edges())
                .isEqualTo(cut.edges().size());
        refuseChanges(slice, SliceProof.parse(proof), attested);
    }

    private static void refuseChanges(Bytes slice, SliceProof proof, Statement attested) {
        for (SubsetProof changed : changes(proof.proof())) {
            Bytes other = new SliceProof(proof.slice(), proof.commitment(), changed).bytes();
            assertThatExceptionOfType(SliceRefusedException.class)
                    .isThrownBy(() -> SliceVerifier.verify(slice, other, attested));
        }
        for (Bytes other : List.of(
                Bytes.utf8(slice.asLenientText().replaceFirst("\"n([0-9])\"", "\"m$1\"")),
                Bytes.utf8(slice.asLenientText() + " "))) {
            Bytes fitted = new SliceProof(Hashing.of(other), proof.commitment(), proof.proof()).bytes();
            assertThat(other).isNotEqualTo(slice);
            assertThatExceptionOfType(SliceRefusedException.class)
                    .isThrownBy(() -> SliceVerifier.verify(other, fitted, attested));
        }
    }

    /** Each hash changed, each taken away, each index moved to a place that is free. */
    private static List<SubsetProof> changes(SubsetProof proof) {
        List<SubsetProof> changes = new ArrayList<>();
        for (int at = 0; at < proof.hashes().size(); at++) {
            List<Digest> hashes = new ArrayList<>(proof.hashes());
            Digest gone = hashes.remove(at);
            changes.add(new SubsetProof(proof.size(), proof.indexes(), hashes));
            hashes.add(at, Hashing.of(gone.bytes()));
            changes.add(new SubsetProof(proof.size(), proof.indexes(), hashes));
        }
        for (int index : proof.indexes()) {
            for (int place : new int[] {index - 1, index + 1}) {
                if (place >= 0 && place < proof.size() && !proof.indexes().contains(place)) {
                    List<Integer> moved = proof.indexes().stream()
                            .map(each -> each == index ? place : each)
                            .toList();
                    changes.add(new SubsetProof(proof.size(), moved, proof.hashes()));
                }
            }
        }
        return changes;
    }

    private static Statement attested(SbomCommitment commitment) {
        Subject subject = new Subject("artifact", Hashing.of(Bytes.utf8("artifact")));
        return new Statement(List.of(subject), PredicateTypes.SBOM_COMMITMENT, commitment.toJson());
    }

    /** A second opinion, slow and plain: names of all parts that belong to the answer. */
    private static Set<String> expected(SbomDocument sbom, Question question) {
        List<Path> all = paths(sbom);
        Set<Path> wanted = new LinkedHashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Path path : all) {
                if (!wanted.contains(path) && belongs(path, wanted, sbom, question)) {
                    grown = wanted.add(path);
                }
            }
        }
        List<Path> roots = all.stream().filter(path -> path.part().root()).toList();
        if (roots.size() == 1) {
            wanted.add(roots.getFirst());
        }
        Set<String> names = new TreeSet<>();
        for (Path path : wanted) {
            for (Optional<Path> each = Optional.of(path);
                    each.isPresent();
                    each = each.get().container()) {
                each.get().part().ref().ifPresent(names::add);
            }
        }
        return names;
    }

    private record Path(SbomPart part, Optional<Path> container, int number) {}

    private static boolean belongs(Path path, Set<Path> wanted, SbomDocument sbom, Question question) {
        return switch (question) {
            case Question.Matching matching -> path.part().purls().stream().anyMatch(matching.pattern()::matches);
            case Question.About about ->
                path.part().isNamed(about.component())
                        || wanted.stream().anyMatch(other -> switch (about.kind()) {
                            case COMPONENT -> false;
                            case DEPENDANTS -> isAbove(path, other, sbom.edges());
                            case DEPENDENCIES -> isAbove(other, path, sbom.edges());
                        });
        };
    }

    private static boolean isAbove(Path above, Path below, List<SbomEdge> edges) {
        boolean needs = above.part().ref().isPresent()
                && below.part().ref().isPresent()
                && edges.stream()
                        .anyMatch(edge -> above.part().ref().get().equals(edge.from())
                                && below.part().ref().get().equals(edge.to()));
        return needs || below.container().filter(above::equals).isPresent();
    }

    private static List<Path> paths(SbomDocument sbom) {
        List<Path> paths = new ArrayList<>();
        sbom.parts().forEach(part -> add(part, Optional.empty(), paths));
        return paths;
    }

    private static void add(SbomPart part, Optional<Path> container, List<Path> paths) {
        Path path = new Path(part, container, paths.size());
        paths.add(path);
        part.parts().forEach(inner -> add(inner, Optional.of(path), paths));
    }

    private static Set<String> names(SbomDocument sbom) {
        Set<String> names = new TreeSet<>();
        Stream<SbomPart> parts = paths(sbom).stream().map(Path::part);
        parts.forEach(part -> part.ref().ifPresent(names::add));
        return names;
    }
}
