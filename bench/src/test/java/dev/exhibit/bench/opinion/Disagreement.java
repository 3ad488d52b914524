package dev.exhibit.bench.opinion;

import java.util.Locale;

/**
 * Two judges, two verdicts.
 *
 * @param sample what was judged
 * @param ours our verdict
 * @param theirs the peer's
 */
record Disagreement(Sample sample, Opinion ours, Opinion theirs) {
    boolean weAccept() {
        return ours instanceof Opinion.Accepted;
    }

    boolean theyAccept() {
        return theirs instanceof Opinion.Accepted;
    }

    /** Our refusal with its code first, empty if we accepted. */
    String ourReason() {
        return reason(ours);
    }

    /** The peer's refusal, empty if it accepted. */
    String theirReason() {
        return reason(theirs);
    }

    private static String reason(Opinion opinion) {
        return switch (opinion) {
            case Opinion.Accepted ignored -> "";
            case Opinion.Refused refused -> refused.reason();
        };
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: we %s, they %s",
                sample,
                weAccept() ? "accept" : "refuse (" + ourReason() + ")",
                weAccept() ? "refuse (" + theirReason() + ")" : "accept");
    }
}
