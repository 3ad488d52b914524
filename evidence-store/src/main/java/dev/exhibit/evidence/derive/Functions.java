package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The functions that this program can compute and replay. Old versions stay as long as records name them.
 *
 * @param all no two of one name and version
 * @param releases the first release of this program that has an engine, as far as this one knows
 */
public record Functions(List<PureFunction> all, Map<Digest, String> releases) {
    private static final List<PureFunction> SHIPPED = List.of(
            new SbomSliceFunction(),
            new SliceFunction(),
            new SliceProofFunction(),
            new SbomCanonicalFunction(),
            new SbomCommitmentFunction(),
            new VexSplitFunction(),
            new ExplainFunction(),
            new SummaryFunction());

    /** For every engine that ever was in a release; a row stays when its engine goes. */
    private static final Map<Digest, String> RELEASES =
            SHIPPED.stream().collect(Collectors.toUnmodifiableMap(PureFunction::engine, function -> "0.1.0"));

    public Functions {
        all = List.copyOf(all);
        releases = Map.copyOf(releases);
        long names =
                all.stream().map(f -> f.name() + " " + f.version()).distinct().count();
        if (names != all.size()) {
            throw new IllegalArgumentException("two functions of one name and version");
        }
    }

    /** Functions of no release. */
    public Functions(List<PureFunction> all) {
        this(all, Map.of());
    }

    /** All that this program has. */
    public static Functions standard() {
        return new Functions(SHIPPED, RELEASES);
    }

    public Optional<PureFunction> find(String name, int version) {
        return all.stream()
                .filter(function -> function.name().equals(name) && function.version() == version)
                .findFirst();
    }

    /** The first release that has an engine, if this program knows. */
    public Optional<String> releaseOf(Digest engine) {
        return Optional.ofNullable(releases.get(engine));
    }
}
