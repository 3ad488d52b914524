package dev.exhibit.evidence.explain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a component stands to an advisory, and by which step of the lattice.
 *
 * @param conflict whether those who count contradict each other
 * @param decisive the observation that decided, where one did
 * @param weighed all observations that there are, by digest
 */
record Resolution(Status status, Step step, boolean conflict, Optional<Held> decisive, List<Weighed> weighed) {
    Resolution {
        weighed = List.copyOf(weighed);
    }

    /** Which step of the lattice decided; see docs/spec/explain.md. */
    enum Step {
        WITHDRAWN,
        VERSIONS,
        OBSERVED,
        CONFLICT;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What an observation was good for. */
    enum Use {
        /** It decides, alone or with others that say the same. */
        DECIDES,
        /** It contradicts another of the same rank. */
        CONFLICTS,
        /** It would make it better, and its issuer is not listed. */
        NOT_TRUSTED,
        /** Its issuer is not listed, and such do not count. */
        IGNORED,
        /** One of the same rank is done with investigating. */
        UNDECIDED,
        /** A more trusted issuer has spoken. */
        OUTRANKED,
        /** Its issuer said something later. */
        SUPERSEDED,
        /** It was said after the time of evaluation. */
        LATER,
        /** The advisory was withdrawn. */
        NOT_NEEDED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An observation and what it was good for. */
    record Weighed(Held held, Use use) {}
}
