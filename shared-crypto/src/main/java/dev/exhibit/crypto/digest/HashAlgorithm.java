package dev.exhibit.crypto.digest;

/** The hash functions that signatures and timestamps may use (FIPS 180-4). Artifacts are named by SHA-256 only. */
public enum HashAlgorithm {
    SHA256("SHA-256", "2.16.840.1.101.3.4.2.1", 32),
    SHA384("SHA-384", "2.16.840.1.101.3.4.2.2", 48),
    SHA512("SHA-512", "2.16.840.1.101.3.4.2.3", 64);

    private final String jcaName;
    private final String oid;
    private final int size;

    HashAlgorithm(String jcaName, String oid, int size) {
        this.jcaName = jcaName;
        this.oid = oid;
        this.size = size;
    }

    /** For example {@code SHA-256}. */
    public String jcaName() {
        return jcaName;
    }

    /** The object identifier in dotted form (RFC 5754 section 2). */
    public String oid() {
        return oid;
    }

    /** Length of a hash in bytes. */
    public int size() {
        return size;
    }
}
