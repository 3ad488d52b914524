package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import java.util.Locale;

/** What came of computing a derivation again. Either way it is a result, not an error. */
public sealed interface ReplayResult {
    /** The digest of the output as the record names it. */
    Digest output();

    /** The same bytes. */
    record Identical(Digest output) implements ReplayResult {}

    /**
     * Not the same, or not to be had.
     *
     * @param kind what sort of difference
     * @param detail the first difference, in words
     */
    record Differs(Digest output, Difference kind, String detail) implements ReplayResult {}

    /** Sorts of difference. */
    enum Difference {
        /** An input cannot be found. */
        INPUT_MISSING,
        /** An input's bytes do not have its digest. */
        INPUT_CORRUPT,
        /** This program has no such function and version, or another implementation of it. */
        ENGINE_DIFFERS,
        /** Two runs, one after the other, gave two outputs. */
        NON_DETERMINISM,
        /** The output is another one than recorded, or than stored. */
        OUTPUT_DIFFERS;

        /** The name in documents, for example {@code input_missing}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
