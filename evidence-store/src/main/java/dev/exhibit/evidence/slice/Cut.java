package dev.exhibit.evidence.slice;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SbomPart;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Cuts an SBOM down to what answers a question: the smallest set of parts, as they are in the SBOM, and the edges among
 * them. The same question to the slice gives all of it again. Takes time in proportion to the SBOM.
 */
public final class Cut {
    private final SbomDocument sbom;
    private final PartGraph graph;
    private final BitSet kept = new BitSet();
    private final Set<String> refs = new HashSet<>();
    private int next;

    private Cut(SbomDocument sbom) {
        this.sbom = sbom;
        this.graph = new PartGraph(sbom);
    }

    /**
     * Cuts.
     *
     * @throws ProblemException {@code selection_empty} where nothing is what is asked for
     */
    public static SbomDocument of(SbomDocument sbom, Question question) {
        Cut cut = new Cut(sbom);
        cut.select(question);
        return cut.slice();
    }

    private void select(Question question) {
        switch (question) {
            case Question.About about -> {
                selectIf(part -> part.isNamed(about.component()));
                switch (about.kind()) {
                    case COMPONENT -> {}
                    case DEPENDANTS -> graph.close(kept, graph::above);
                    case DEPENDENCIES -> graph.close(kept, graph::below);
                }
            }
            case Question.Matching matching ->
                selectIf(part -> part.purls().stream().anyMatch(matching.pattern()::matches));
        }
        graph.close(kept, graph::container);
        keepRoot();
    }

    private void selectIf(Predicate<SbomPart> wanted) {
        for (int part = 0; part < graph.parts().size(); part++) {
            kept.set(part, wanted.test(graph.parts().get(part)));
        }
        if (kept.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.SELECTION_EMPTY,
                    "the SBOM has no component with this name or package URL; an empty answer is not cut");
        }
    }

    /** What the document is about says where one is; of several, only those that belong to the answer. */
    private void keepRoot() {
        List<Integer> roots = roots();
        if (roots.size() == 1) {
            kept.set(roots.getFirst());
        }
    }

    private List<Integer> roots() {
        return IntStream.range(0, graph.parts().size())
                .filter(part -> graph.parts().get(part).root())
                .boxed()
                .toList();
    }

    private SbomDocument slice() {
        List<SbomPart> parts = keptOf(sbom.parts());
        return new SbomDocument(
                sbom.format(),
                sbom.version(),
                parts,
                sbom.edges().stream()
                        .filter(edge -> refs.contains(edge.from()) && refs.contains(edge.to()))
                        .toList());
    }

    /** Walks in the order in which the parts were numbered. */
    private List<SbomPart> keptOf(List<SbomPart> listed) {
        List<SbomPart> found = new ArrayList<>();
        for (SbomPart part : listed) {
            boolean keep = kept.get(next++);
            SbomPart pruned = part.with(keptOf(part.parts()));
            if (keep) {
                part.ref().ifPresent(refs::add);
                found.add(pruned);
            }
        }
        return found;
    }
}
