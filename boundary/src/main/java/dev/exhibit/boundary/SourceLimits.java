package dev.exhibit.boundary;

import java.time.Duration;

/**
 * Bounds of artifacts that the signer fetches itself; their bytes are bounded by {@link Limits#artifact} together.
 *
 * @param manifestBytes bytes of one manifest or index of a registry
 * @param manifests manifests of one index
 * @param blobs blobs of one image, of all its manifests together
 * @param tokenBytes bytes of a token server's answer
 * @param minimumRate bytes per second that must come in each {@code paceTime}
 * @param paceTime how often that is looked at
 * @param totalTime for one artifact, with all that is fetched for it
 */
public record SourceLimits(
        int manifestBytes,
        int manifests,
        int blobs,
        int tokenBytes,
        long minimumRate,
        Duration paceTime,
        Duration totalTime) {
    public SourceLimits {
        Limits.requirePositive(Math.min(Math.min(manifestBytes, manifests), Math.min(blobs, tokenBytes)));
        Limits.requirePositive(Math.min(minimumRate, Math.min(paceTime.toMillis(), totalTime.toMillis())));
    }

    /** The documented defaults. */
    public static SourceLimits defaults() {
        return new SourceLimits(
                4 * 1024 * 1024, 64, 1_000, 64 * 1024, 16 * 1024, Duration.ofSeconds(5), Duration.ofHours(1));
    }
}
