package dev.exhibit.attestor.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.policy.Decision;
import dev.exhibit.crypto.policy.Policy;
import dev.exhibit.crypto.verify.Demands.Spelling;
import dev.exhibit.crypto.verify.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verdicts that still hold: by the digests of everything that was looked at. Only those that time cannot change: what passed once
 * without a limit of age, every bundle at a proven time, passes later, too, because every time in it is past; what was refused, or was
 * judged by the time of day, is judged again. Thread-safe.
 */
final class Verdicts {
    /** How many are remembered. */
    static final int MOST = 512;

    /** How many bytes the bundles of one may have: its claims are remembered with it. */
    static final int MOST_BYTES = 32 * 1024;

    private static final float LOAD = 0.75f;

    private final Map<Question, Decision.Passed> known = new LinkedHashMap<>(MOST, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Decision.Passed> eldest) {
            return size() > MOST;
        }
    };

    /** All that a verdict depends on, but the time. */
    record Question(Digest artifact, List<Digest> bundles, Digest policy, Digest root, Spelling spelling) {
        Question {
            bundles = List.copyOf(bundles);
        }
    }

    synchronized Optional<Decision> find(Question question) {
        return Optional.ofNullable(known.get(question));
    }

    /** @param bytes of all bundles */
    synchronized void keep(Question question, Policy policy, long bytes, Decision decision) {
        boolean isTimeless = policy.maxAge().isEmpty() && policy.maxTrustAge().isEmpty();
        if (isTimeless && bytes <= MOST_BYTES && decision instanceof Decision.Passed passed && isProven(passed)) {
            known.put(question, passed);
        }
    }

    private static boolean isProven(Decision.Passed passed) {
        return passed.outcomes().stream()
                .allMatch(outcome -> !(outcome instanceof Outcome.Verified verified)
                        || !verified.evidence().times().isEmpty());
    }

    synchronized int size() {
        return known.size();
    }
}
