package dev.exhibit.evidence.derive;

import java.util.List;
import java.util.Optional;

/**
 * The functions that this program can compute and replay. Old versions stay as long as records name them.
 *
 * @param all no two of one name and version
 */
public record Functions(List<PureFunction> all) {
    public Functions {
        all = List.copyOf(all);
        long names =
                all.stream().map(f -> f.name() + " " + f.version()).distinct().count();
        if (names != all.size()) {
            throw new IllegalArgumentException("two functions of one name and version");
        }
    }

    /** All that this program has. */
    public static Functions standard() {
        return new Functions(List.of(new SbomSliceFunction(), new VexSplitFunction(), new ExplainFunction()));
    }

    public Optional<PureFunction> find(String name, int version) {
        return all.stream()
                .filter(function -> function.name().equals(name) && function.version() == version)
                .findFirst();
    }
}
