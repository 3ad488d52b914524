package dev.exhibit.evidence.advisory;

import dev.exhibit.evidence.advisory.VersionEvent.Kind;
import dev.exhibit.evidence.version.PackageVersion;
import dev.exhibit.evidence.version.VersionScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A range of versions between events (OSV schema, "affected[].ranges[].events"), evaluated as that schema says. One event
 * that cannot be put in order makes the whole range undecidable.
 */
public final class VersionRange {
    private static final String BEFORE_ALL = "0";
    private static final String NO_LIMIT = "*";

    private final String type;
    private final VersionScheme scheme;
    private final List<Point> points = new ArrayList<>();
    private final List<PackageVersion> limits = new ArrayList<>();
    private final boolean limited;
    private final boolean ordered;

    /** An event and, unless it is before all versions, its place. */
    private record Point(VersionEvent event, Optional<PackageVersion> place) {}

    /** Two versions that nobody can compare. */
    private static final class Unordered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unordered() {
            super("not comparable", null, false, false);
        }
    }

    /**
     * @param type {@code SEMVER} or {@code ECOSYSTEM}
     * @param events in any order
     */
    public VersionRange(String type, VersionScheme scheme, List<VersionEvent> events) {
        this.type = type;
        this.scheme = scheme;
        boolean readable = true;
        boolean anyLimit = false;
        for (VersionEvent event : events) {
            boolean open = event.version().equals(event.kind() == Kind.LIMIT ? NO_LIMIT : BEFORE_ALL);
            Optional<PackageVersion> place = open ? Optional.empty() : PackageVersion.parse(scheme, event.version());
            readable &= open || place.isPresent();
            if (event.kind() == Kind.LIMIT) {
                anyLimit |= !open;
                place.ifPresent(limits::add);
            } else {
                points.add(new Point(event, place));
            }
        }
        this.limited = anyLimit && events.stream().noneMatch(VersionRange::isUnlimited);
        this.ordered = readable && sort();
    }

    /** The order that its versions have. */
    VersionScheme scheme() {
        return scheme;
    }

    /** How many events it has. */
    int size() {
        return points.size() + limits.size();
    }

    private static boolean isUnlimited(VersionEvent event) {
        return event.kind() == Kind.LIMIT && event.version().equals(NO_LIMIT);
    }

    private boolean sort() {
        try {
            points.sort(VersionRange::compare);
            settleTies();
            return true;
        } catch (Unordered | IllegalArgumentException noOrder) {
            return false;
        }
    }

    /**
     * Events of one version: where a range is open it ends there, and may begin again; where none is, one begins there, and may
     * end again: only {@code introduced} 1 and {@code last_affected} 1 is that one version.
     */
    private void settleTies() {
        boolean open = false;
        int at = 0;
        while (at < points.size()) {
            int end = at + 1;
            while (end < points.size() && comparePlaces(points.get(at), points.get(end)) == 0) {
                end++;
            }
            List<Point> tied = points.subList(at, end);
            if (!open) {
                tied.sort((one, other) -> other.event.kind().compareTo(one.event.kind()));
            }
            open = tied.getLast().event.kind() == Kind.INTRODUCED;
            at = end;
        }
    }

    private static int compare(Point one, Point other) {
        int order = comparePlaces(one, other);
        return order == 0 ? one.event.kind().compareTo(other.event.kind()) : order;
    }

    private static int comparePlaces(Point one, Point other) {
        int order = Boolean.compare(one.place.isPresent(), other.place.isPresent());
        if (order == 0 && one.place.isPresent() && other.place.isPresent()) {
            order = compare(one.place.get(), other.place.get());
        }
        return order;
    }

    private static int compare(PackageVersion one, PackageVersion other) {
        OptionalInt order = one.compare(other);
        return order.orElseThrow(Unordered::new);
    }

    /** What this range says about a version. */
    public VersionMatch match(PackageVersion version) {
        if (!ordered) {
            return new VersionMatch.Unknown("the range has versions that cannot be put in order");
        }
        try {
            return isWithinLimits(version) ? walk(version) : new VersionMatch.Outside();
        } catch (Unordered incomparable) {
            return new VersionMatch.Unknown("the version cannot be compared with those of the range");
        }
    }

    private boolean isWithinLimits(PackageVersion version) {
        return !limited || limits.stream().anyMatch(limit -> compare(version, limit) < 0);
    }

    /** Through the events in order: the last one that the version has passed decides. */
    private VersionMatch walk(PackageVersion version) {
        Optional<String> since = Optional.empty();
        for (Point point : points) {
            int order = point.place.map(place -> compare(version, place)).orElse(1);
            boolean passed = point.event.kind() == Kind.LAST_AFFECTED ? order > 0 : order >= 0;
            if (!passed && since.isPresent() && point.event.kind() != Kind.INTRODUCED) {
                return new VersionMatch.InRange(type, since.get(), Optional.of(point.event));
            }
            if (passed) {
                since = point.event.kind() == Kind.INTRODUCED
                        ? Optional.of(since.orElse(point.event.version()))
                        : Optional.empty();
            }
        }
        return since.<VersionMatch>map(begin -> new VersionMatch.InRange(type, begin, Optional.empty()))
                .orElseGet(VersionMatch.Outside::new);
    }
}
