package dev.exhibit.crypto.json;

/**
 * Bounds of one JSON document.
 *
 * @param bytes length of the document in bytes
 * @param depth nesting of objects and arrays
 * @param members object members and array items in all
 * @param stringLength characters in one string
 */
public record JsonLimits(int bytes, int depth, int members, int stringLength) {
    /** The largest integer that a double holds exactly together with its neighbours: 2^53 - 1. */
    public static final long MAX_SAFE_INTEGER = 9_007_199_254_740_991L;

    private static final int MIB = 1024 * 1024;

    /** Bodies of the API: 1 MiB, depth 32, 10,000 members, strings of 256 KiB. */
    public static final JsonLimits BODY = new JsonLimits(MIB, 32, 10_000, 256 * 1024);

    /** A request that carries an inline predicate of 16 MiB. */
    public static final JsonLimits PREDICATE = new JsonLimits(16 * MIB, 64, 1_000_000, 16 * MIB);

    /** A manifest or index of a registry; its annotations may carry documents. */
    public static final JsonLimits MANIFEST = new JsonLimits(4 * MIB, 16, 100_000, MIB);

    /** A bundle or an envelope: the payload is one long base64 string. */
    public static final JsonLimits BUNDLE = new JsonLimits(32 * MIB, 32, 100_000, 24 * MIB);

    /** A statement, as large as its base64 form fits into a bundle. */
    public static final JsonLimits STATEMENT = new JsonLimits(18 * MIB, 64, 1_000_000, 16 * MIB);

    /** SBOM and advisory documents: 64 MiB, 5 million members. */
    public static final JsonLimits DOCUMENT = new JsonLimits(64 * MIB, 64, 5_000_000, 16 * MIB);
}
