package dev.exhibit.evidence.explain;

import dev.exhibit.evidence.advisory.VersionMatch;
import dev.exhibit.evidence.explain.Resolution.Step;
import dev.exhibit.evidence.explain.Resolution.Use;
import dev.exhibit.evidence.explain.Resolution.Weighed;
import dev.exhibit.evidence.policy.RuleBook;
import dev.exhibit.evidence.policy.Unlisted;
import dev.exhibit.evidence.vex.VexStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What holds where versions and observations say different things; docs/spec/explain.md has the same steps in words. What
 * is said later, or by somebody more trusted, wins; nothing is overwritten, and a contradiction among equals stays one.
 */
final class Lattice {
    private final RuleBook book;
    private final Instant time;

    /** @param time of evaluation: what was said later does not count */
    Lattice(RuleBook book, Instant time) {
        this.book = book;
        this.time = time;
    }

    /** @param withdrawn since when the advisory is not held up any more */
    Resolution resolve(Optional<Instant> withdrawn, VersionMatch match, List<Held> observations) {
        // 1. A withdrawn advisory affects nobody.
        if (withdrawn.filter(since -> !since.isAfter(time)).isPresent()) {
            List<Weighed> unused = observations.stream()
                    .map(held -> new Weighed(held, Use.NOT_NEEDED))
                    .toList();
            return new Resolution(Status.NOT_AFFECTED, Step.WITHDRAWN, false, Optional.empty(), unused);
        }
        // 2. What the versions say.
        Status byVersion = byVersion(match);
        // 3. Whose observations count: the most trusted who have spoken by then, each by its last word.
        IdentityHashMap<Held, Use> uses = new IdentityHashMap<>();
        List<Held> counting = counting(observations, uses);
        // 4. All of one mind, or not.
        return judged(byVersion, observations, counting, uses);
    }

    private static Status byVersion(VersionMatch match) {
        return switch (match) {
            case VersionMatch.InRange range -> Status.AFFECTED;
            case VersionMatch.Listed listed -> Status.AFFECTED;
            case VersionMatch.Outside outside -> Status.NOT_AFFECTED;
            case VersionMatch.Unknown unknown -> Status.UNKNOWN;
        };
    }

    private List<Held> counting(List<Held> observations, IdentityHashMap<Held, Use> uses) {
        Map<String, Instant> lastWords = new HashMap<>();
        List<Held> spoken = new ArrayList<>();
        for (Held held : observations) {
            Instant said = held.observation().said().time();
            if (said.isAfter(time)) {
                uses.put(held, Use.LATER);
            } else if (book.unlisted() == Unlisted.IGNORE && rank(held) == unlistedRank()) {
                uses.put(held, Use.IGNORED);
            } else {
                spoken.add(held);
                lastWords.merge(issuer(held), said, (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        TreeMap<Integer, List<Held>> byRank = new TreeMap<>();
        for (Held held : spoken) {
            if (held.observation().said().time().equals(lastWords.get(issuer(held)))) {
                byRank.computeIfAbsent(rank(held), none -> new ArrayList<>()).add(held);
            } else {
                uses.put(held, Use.SUPERSEDED);
            }
        }
        List<Held> first =
                byRank.isEmpty() ? List.of() : byRank.pollFirstEntry().getValue();
        byRank.values().forEach(others -> others.forEach(held -> uses.put(held, Use.OUTRANKED)));
        return decided(first, uses);
    }

    /** Whoever still investigates leaves it to those of the same rank who are done. */
    private static List<Held> decided(List<Held> counting, IdentityHashMap<Held, Use> uses) {
        List<Held> done = counting.stream().filter(held -> !isOpen(held)).toList();
        if (done.isEmpty()) {
            return counting;
        }
        counting.stream().filter(Lattice::isOpen).forEach(held -> uses.put(held, Use.UNDECIDED));
        return done;
    }

    private static boolean isOpen(Held held) {
        return held.observation().status() == VexStatus.UNDER_INVESTIGATION;
    }

    private Resolution judged(Status byVersion, List<Held> all, List<Held> counting, IdentityHashMap<Held, Use> uses) {
        List<Status> said = counting.stream()
                .map(held -> Status.of(held.observation().status()))
                .distinct()
                .toList();
        if (said.isEmpty()) {
            return new Resolution(byVersion, Step.VERSIONS, false, Optional.empty(), weighed(all, uses));
        }
        boolean conflict = said.size() > 1;
        Status status = conflict ? Status.UNKNOWN : said.getFirst();
        boolean calming = book.unlisted() == Unlisted.WORSE
                && rank(counting.getFirst()) == unlistedRank()
                && !status.isWorseThan(byVersion);
        Use use = conflict ? Use.CONFLICTS : calming ? Use.NOT_TRUSTED : Use.DECIDES;
        counting.forEach(held -> uses.put(held, use));
        Step step = calming ? Step.VERSIONS : conflict ? Step.CONFLICT : Step.OBSERVED;
        return new Resolution(
                calming ? byVersion : status,
                step,
                conflict,
                step == Step.OBSERVED ? Optional.of(counting.getFirst()) : Optional.empty(),
                weighed(all, uses));
    }

    private static List<Weighed> weighed(List<Held> all, IdentityHashMap<Held, Use> uses) {
        return all.stream()
                .map(held -> new Weighed(held, uses.getOrDefault(held, Use.NOT_NEEDED)))
                .toList();
    }

    private static String issuer(Held held) {
        return held.observation().said().issuer();
    }

    private int rank(Held held) {
        return book.rankOf(issuer(held)).orElse(unlistedRank());
    }

    private int unlistedRank() {
        return book.issuers().size();
    }
}
