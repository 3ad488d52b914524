package dev.exhibit.evidence.explain;

import dev.exhibit.evidence.advisory.Advisory;
import dev.exhibit.evidence.advisory.Affected;
import dev.exhibit.evidence.advisory.VersionMatch;
import dev.exhibit.evidence.version.PackageName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Advisories by the packages that they are about, so that a component meets only its own. Built once, then read. */
final class AdvisoryIndex {
    private static final Comparator<Advisory> ORDER =
            Comparator.comparing(Advisory::id).thenComparing(Advisory::document);

    private final Map<PackageName, List<Advisory>> byPackage = new HashMap<>();
    private final List<Advisory> superseded = new ArrayList<>();
    private final List<Advisory> unplaced = new ArrayList<>();

    AdvisoryIndex(Collection<Advisory> advisories) {
        Map<String, Advisory> newest = new HashMap<>();
        for (Advisory advisory : advisories) {
            newest.merge(
                    advisory.id(), advisory, (one, other) -> other.modified().isAfter(one.modified()) ? other : one);
        }
        for (Advisory advisory : advisories.stream().sorted(ORDER).toList()) {
            Advisory latest = newest.getOrDefault(advisory.id(), advisory);
            if (advisory.modified().isBefore(latest.modified())) {
                superseded.add(advisory);
            } else {
                place(advisory);
            }
        }
    }

    private void place(Advisory advisory) {
        if (advisory.isUnplaced()) {
            unplaced.add(advisory);
        }
        Set<PackageName> names = new HashSet<>();
        advisory.affected().forEach(affected -> names.addAll(affected.packages()));
        names.forEach(name ->
                byPackage.computeIfAbsent(name, none -> new ArrayList<>()).add(advisory));
    }

    /** Those about this component's package, by id, then by document. */
    List<Advisory> about(Component component) {
        return byPackage.getOrDefault(component.purl().name(), List.of());
    }

    /** Those of which another edition was changed later. */
    List<Advisory> superseded() {
        return superseded;
    }

    /** Those that are, in whole or in part, about what this program cannot find among components. */
    List<Advisory> unplaced() {
        return unplaced;
    }

    /** What an advisory says about a component: one place that has its version is enough, and one doubt outweighs none. */
    static VersionMatch match(Advisory advisory, Component component) {
        VersionMatch found = new VersionMatch.Outside(true);
        for (Affected affected : advisory.affected()) {
            if (affected.packages().contains(component.purl().name())) {
                VersionMatch match = component
                        .version()
                        .map(version -> affected.match(version, component.distro()))
                        .orElseGet(() -> new VersionMatch.Unknown("the component has no version"));
                found = weight(match) > weight(found) ? match : found;
            }
        }
        return found;
    }

    private static int weight(VersionMatch match) {
        return switch (match) {
            case VersionMatch.InRange range -> 3;
            case VersionMatch.Listed listed -> 3;
            case VersionMatch.Unknown unknown -> 2;
            case VersionMatch.Outside outside -> outside.otherRelease() ? 0 : 1;
        };
    }
}
