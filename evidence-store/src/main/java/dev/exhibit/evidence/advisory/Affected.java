package dev.exhibit.evidence.advisory;

import dev.exhibit.evidence.version.PackageName;
import dev.exhibit.evidence.version.PackageVersion;
import dev.exhibit.evidence.version.VersionScheme;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an advisory says about one package.
 *
 * @param packages the names under which components may have it; empty where this program does not know the ecosystem
 * @param ecosystem where it is from
 * @param scheme the order of its versions, if known
 * @param ranges of versions; those over commits are left out
 * @param versions one by one
 */
public record Affected(
        Set<PackageName> packages,
        Ecosystem ecosystem,
        Optional<VersionScheme> scheme,
        List<VersionRange> ranges,
        ListedVersions versions) {
    public Affected {
        packages = Set.copyOf(packages);
        ranges = List.copyOf(ranges);
    }

    /**
     * What it says about a version.
     *
     * @param version as its component writes it
     * @param distro the distribution that the component is from, where it says so
     */
    public VersionMatch match(String version, Optional<String> distro) {
        Optional<Boolean> sameRelease = distro.flatMap(ecosystem::isReleaseOf);
        if (sameRelease.isPresent() && !sameRelease.get()) {
            return new VersionMatch.Outside(true);
        }
        VersionMatch found = match(version);
        boolean inside = found instanceof VersionMatch.InRange || found instanceof VersionMatch.Listed;
        return inside && ecosystem.release().isPresent() && sameRelease.isEmpty()
                ? new VersionMatch.Unknown("the component does not say which release it is from")
                : found;
    }

    private VersionMatch match(String version) {
        if (versions.contains(version)) {
            return new VersionMatch.Listed(version);
        }
        boolean orderMatters = !ranges.isEmpty() || scheme.isEmpty();
        if (versions.isEmpty() && !orderMatters) {
            return new VersionMatch.Unknown("the advisory names no versions, or commits only");
        }
        Optional<PackageVersion> parsed = ranges.isEmpty()
                ? scheme.flatMap(order -> PackageVersion.parse(order, version))
                : PackageVersion.parse(ranges.getFirst().scheme(), version);
        if (parsed.isEmpty()) {
            return new VersionMatch.Unknown("the order of such versions is not known");
        }
        VersionMatch found = versions.match(parsed.get());
        for (VersionRange range : ranges) {
            VersionMatch match = range.match(parsed.get());
            if (match instanceof VersionMatch.InRange) {
                return match;
            }
            found = match instanceof VersionMatch.Unknown ? match : found;
        }
        return found;
    }

    /** How much work one question is: versions and events that are compared. */
    public long weight() {
        return 1L
                + versions.size()
                + ranges.stream().mapToLong(VersionRange::size).sum();
    }
}
