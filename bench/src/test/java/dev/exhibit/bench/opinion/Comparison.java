package dev.exhibit.bench.opinion;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Our verdicts beside a peer's.
 *
 * @param peer who else was asked
 * @param judged how many bundles
 * @param accepted how many both accepted
 * @param explained disagreements by class
 * @param unexplained disagreements of no class
 */
record Comparison(
        Peer peer,
        int judged,
        int accepted,
        Map<Explained, List<Disagreement>> explained,
        List<Disagreement> unexplained) {
    Comparison {
        explained = Map.copyOf(explained);
        unexplained = List.copyOf(unexplained);
    }

    static Comparison of(Peer peer, List<Sample> samples, List<Opinion> ours, List<Opinion> theirs) {
        int accepted = 0;
        Map<Explained, List<Disagreement>> explained = new EnumMap<>(Explained.class);
        List<Disagreement> unexplained = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            Disagreement pair = new Disagreement(samples.get(i), ours.get(i), theirs.get(i));
            if (pair.weAccept() == pair.theyAccept()) {
                accepted += pair.weAccept() ? 1 : 0;
                continue;
            }
            Optional<Explained> known = Explained.of(pair, peer);
            known.map(found -> explained.computeIfAbsent(found, ignored -> new ArrayList<>()))
                    .orElse(unexplained)
                    .add(pair);
        }
        return new Comparison(peer, samples.size(), accepted, explained, unexplained);
    }

    private int explainedCount() {
        return explained.values().stream().mapToInt(List::size).sum();
    }

    /** The one line. */
    String line() {
        int disagreed = explainedCount() + unexplained.size();
        return String.format(
                "%s: judged=%d agreed=%d (accepted=%d) disagreed=%d explained=%d classes=%d",
                peer.label(), judged, judged - disagreed, accepted, disagreed, explainedCount(), explained.size());
    }

    /** How often each class was seen. */
    String counts() {
        StringBuilder counts = new StringBuilder();
        for (Explained known : Explained.values()) {
            if (known.peers().contains(peer)) {
                counts.append(String.format(
                        "  %-28s %5d%n",
                        known.code(), explained.getOrDefault(known, List.of()).size()));
            }
        }
        return counts.toString();
    }
}
