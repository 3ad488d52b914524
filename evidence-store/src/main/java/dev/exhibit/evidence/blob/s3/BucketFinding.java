package dev.exhibit.evidence.blob.s3;

/**
 * One thing that was tried on the bucket.
 *
 * @param promise what was tried, in a word or three
 * @param outcome what came of it
 * @param detail what was found and, where it is not good, what to do
 */
public record BucketFinding(String promise, Outcome outcome, String detail) {
    /** Whether evidence may be kept there. */
    public enum Outcome {
        KEPT,
        BROKEN,
        /** The server could not be asked. */
        UNKNOWN
    }

    static BucketFinding of(boolean kept, String promise, String good, String bad) {
        return new BucketFinding(promise, kept ? Outcome.KEPT : Outcome.BROKEN, kept ? good : bad);
    }
}
