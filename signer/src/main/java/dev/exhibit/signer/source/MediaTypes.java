package dev.exhibit.signer.source;

import java.util.Set;

/** The media types of manifests that are understood; all others are refused. */
final class MediaTypes {
    /** An image manifest: OCI image specification 1.1, and Docker's version 2 schema 2. */
    static final Set<String> MANIFESTS = Set.of(
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json");

    /** An index of manifests, in both. */
    static final Set<String> INDEXES = Set.of(
            "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json");

    /** All of them, as registries are asked. */
    static final String ACCEPT = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json,"
            + " application/vnd.docker.distribution.manifest.v2+json,"
            + " application/vnd.docker.distribution.manifest.list.v2+json";

    private MediaTypes() {}
}
