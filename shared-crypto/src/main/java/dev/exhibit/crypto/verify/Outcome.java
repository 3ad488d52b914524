package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.List;

/** The verifier's answer: proven, with all checks, or refused with the first reason. Never a mere yes or no. */
public sealed interface Outcome {
    /** The checks that held, in the order in which they were made. */
    List<Check> checks();

    /** The same as data. */
    Json.Obj toJson();

    /**
     * Every check held.
     *
     * @param checks all of them
     * @param artifact SHA-256 of the artifact this is about
     * @param key that signed
     * @param claim what was signed
     * @param evidence who, when and where it was logged, as far as the bundle proves it
     */
    record Verified(List<Check> checks, Digest artifact, VerificationKey key, Claim claim, Evidence evidence)
            implements Outcome {
        public Verified {
            checks = List.copyOf(checks);
        }

        @Override
        public Json.Obj toJson() {
            Json.Obj common = evidence.addTo(Json.object()
                    .with("result", "verified")
                    .with("artifact", artifact.toString())
                    .with("keyId", key.id().hex())
                    .with("checks", list(checks)));
            return switch (claim) {
                case Claim.Attested attested ->
                    common.with("predicateType", attested.statement().predicateType());
                case Claim.Signed ignored -> common;
            };
        }
    }

    /**
     * One check did not hold; the rest was not made.
     *
     * @param code why, stable
     * @param expected what would have been right
     * @param found what was there; printable, at most {@value #MAX_FOUND} characters
     * @param advice what to do
     * @param checks those that held before
     */
    record Refused(RefusalCode code, String expected, String found, String advice, List<Check> checks)
            implements Outcome {
        /** How much of what was found is repeated. */
        static final int MAX_FOUND = 256;

        public Refused {
            checks = List.copyOf(checks);
            found = printable(found);
        }

        /** The refusal with the advice that belongs to its code. */
        public static Refused of(RefusalCode code, String expected, String found, List<Check> checks) {
            return new Refused(code, expected, found, code.advice(), checks);
        }

        /** Text from a bundle may reach a terminal: nothing but plain characters, and not many. */
        private static String printable(String text) {
            StringBuilder plain = new StringBuilder();
            text.codePoints()
                    .limit(MAX_FOUND)
                    .map(point -> point < 0x20 || point > 0x7E ? '?' : point)
                    .forEach(plain::appendCodePoint);
            return plain.toString();
        }

        @Override
        public Json.Obj toJson() {
            return Json.object()
                    .with("result", "refused")
                    .with("code", code.code())
                    .with("expected", expected)
                    .with("found", found)
                    .with("advice", advice)
                    .with("checks", list(checks));
        }
    }

    private static Json list(List<Check> checks) {
        return Json.array(checks.stream().map(Check::toJson).toList());
    }
}
