package dev.exhibit.crypto.intoto;

/** Predicate types that Exhibit knows by name. */
public final class PredicateTypes {
    /** SLSA provenance v1, slsa.dev/spec/v1.0/provenance. */
    public static final String SLSA_PROVENANCE = "https://slsa.dev/provenance/v1";

    /** A CycloneDX BOM, github.com/in-toto/attestation, spec/predicates/cyclonedx.md. */
    public static final String CYCLONEDX_BOM = "https://cyclonedx.org/bom";

    /** An SPDX document, github.com/in-toto/attestation, spec/predicates/spdx.md. */
    public static final String SPDX_DOCUMENT = "https://spdx.dev/Document";

    /** What an SBOM commits to: {@link dev.exhibit.crypto.sbom.SbomCommitment}. */
    public static final String SBOM_COMMITMENT = "https://exhibit.dev/sbom-commitment/v1";

    /** Documents that are signed by their digests alone: {@link References}. */
    public static final String REFERENCE = "https://in-toto.io/attestation/reference/v0.1";

    private PredicateTypes() {}
}
