package dev.exhibit.crypto.policy;

import dev.exhibit.crypto.json.ObjectReader;

/**
 * How much proof a policy asks for.
 *
 * @param signatures by distinct signers
 * @param logEntries logs that must have each signature
 * @param times sources that must vouch for each signature's time
 * @param certificateTimestamps certificate logs that must have each certificate
 */
public record Thresholds(int signatures, int logEntries, int times, int certificateTimestamps) {
    private static final int MAX = 16;

    static Thresholds read(ObjectReader reader) {
        return new Thresholds(
                integer(reader, "signatures", 1, 1),
                integer(reader, "logEntries", 0, 0),
                integer(reader, "times", 0, 0),
                integer(reader, "certificateTimestamps", 0, 1));
    }

    private static int integer(ObjectReader reader, String name, int min, int usual) {
        return Math.toIntExact(reader.optionalInteger(name, min, MAX).orElse((long) usual));
    }
}
