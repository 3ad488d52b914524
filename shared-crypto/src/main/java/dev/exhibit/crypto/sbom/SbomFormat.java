package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Arrays;

/** The forms of SBOM documents that are read here; both in JSON. */
public enum SbomFormat {
    /** ECMA-424, versions 1.4 to 1.7. */
    CYCLONEDX("CycloneDX", "application/vnd.cyclonedx+json"),
    /** ISO/IEC 5962 as of version 2.3. */
    SPDX("SPDX", "application/spdx+json");

    private final String wire;
    private final String mediaType;

    SbomFormat(String wire, String mediaType) {
        this.wire = wire;
        this.mediaType = mediaType;
    }

    static SbomFormat parse(String wire) {
        return Arrays.stream(values())
                .filter(format -> format.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new MalformedException(Reason.BAD_VALUE, "expected CycloneDX or SPDX"));
    }

    /** The name in documents. */
    public String wire() {
        return wire;
    }

    public String mediaType() {
        return mediaType;
    }
}
