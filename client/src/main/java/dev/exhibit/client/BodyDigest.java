package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.StrictBase64;

/** {@code Content-Digest} (RFC 9530) of a body whose SHA-256 is known before it is sent. */
final class BodyDigest {
    static final String HEADER = "Content-Digest";

    private static final String START = "sha-256=:";
    private static final String END = ":";

    private BodyDigest() {}

    static String write(Digest digest) {
        return START + StrictBase64.encode(digest.bytes()) + END;
    }

    /** What {@link #write} wrote. */
    static Digest read(String header) {
        return new Digest(StrictBase64.decode(header.substring(START.length(), header.length() - END.length())));
    }
}
