package dev.exhibit.boundary;

import java.time.Duration;

/**
 * Bounds of an object store that is reached over the network.
 *
 * @param partBytes of an upload that are held in memory and sent at once; 5 MiB or more, because servers refuse smaller parts
 * @param uploads parts held in memory at once, of all uploads together
 * @param readBytes of a download that are fetched at once
 * @param answerBytes of an answer that is not an object's bytes
 * @param connectTime for one connection
 * @param silence within one request
 * @param callTime for one request, from the lookup to the last byte
 * @param smallTime for one act on at most 64 KiB with its repetitions: who waits for it hears in that time that it failed.
 *     Half a second below the two in which a caller is to have an answer, for all that is done besides on a busy machine
 * @param totalTime for one act on more with its repetitions; an upload has as much for each part
 * @param attempts at one act
 * @param pause before the second attempt, doubled before each later one
 */
public record StoreLimits(
        int partBytes,
        int uploads,
        int readBytes,
        int answerBytes,
        Duration connectTime,
        Duration silence,
        Duration callTime,
        Duration smallTime,
        Duration totalTime,
        int attempts,
        Duration pause) {
    private static final int MIB = 1024 * 1024;

    public StoreLimits {
        Limits.requirePositive(Math.min(Math.min(partBytes, uploads), Math.min(readBytes, answerBytes)));
        Limits.requirePositive(Math.min(connectTime.toMillis(), silence.toMillis()));
        Limits.requirePositive(Math.min(callTime.toMillis(), Math.min(smallTime.toMillis(), totalTime.toMillis())));
        Limits.requirePositive(Math.min(attempts, pause.toMillis()));
    }

    /** The documented defaults. */
    public static StoreLimits defaults() {
        return new StoreLimits(
                8 * MIB,
                32,
                4 * MIB,
                4 * MIB,
                Duration.ofMillis(1500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMillis(1500),
                Duration.ofSeconds(20),
                4,
                Duration.ofMillis(50));
    }

    /** A copy with other patience. */
    public StoreLimits withTimes(Duration connect, Duration quiet, Duration call, Duration small, Duration total) {
        return new StoreLimits(
                partBytes, uploads, readBytes, answerBytes, connect, quiet, call, small, total, attempts, pause);
    }

    /** A copy that holds other numbers of bytes in memory. */
    public StoreLimits withBytes(int part, int read) {
        return new StoreLimits(
                part,
                uploads,
                read,
                answerBytes,
                connectTime,
                silence,
                callTime,
                smallTime,
                totalTime,
                attempts,
                pause);
    }
}
