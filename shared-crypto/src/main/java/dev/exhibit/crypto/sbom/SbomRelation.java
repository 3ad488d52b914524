package dev.exhibit.crypto.sbom;

import java.util.Locale;

/**
 * What an edge from one part to another says: that the first needs or has the second. CycloneDX has only {@link
 * #DEPENDS_ON}; for it a part within another is no edge.
 */
public enum SbomRelation {
    DEPENDS_ON("DEPENDS_ON", "DEPENDENCY_OF"),
    CONTAINS("CONTAINS", "CONTAINED_BY"),
    BUILD_DEPENDS_ON("", "BUILD_DEPENDENCY_OF"),
    DEV_DEPENDS_ON("", "DEV_DEPENDENCY_OF"),
    OPTIONALLY_DEPENDS_ON("", "OPTIONAL_DEPENDENCY_OF"),
    DEPENDS_ON_PROVIDED("", "PROVIDED_DEPENDENCY_OF"),
    DEPENDS_ON_AT_RUN_TIME("", "RUNTIME_DEPENDENCY_OF"),
    DEPENDS_ON_IN_TESTS("", "TEST_DEPENDENCY_OF");

    private final String forward;
    private final String backward;

    SbomRelation(String forward, String backward) {
        this.forward = forward;
        this.backward = backward;
    }

    /** The name in leaves, for example {@code depends-on}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** SPDX's name where the first part is the one that needs; empty where SPDX has none. */
    String forward() {
        return forward;
    }

    /** SPDX's name for the same, said from the other side. */
    String backward() {
        return backward;
    }
}
