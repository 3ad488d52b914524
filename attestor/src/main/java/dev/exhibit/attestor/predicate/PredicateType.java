package dev.exhibit.attestor.predicate;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The predicate types that the attestor knows. Each has a JSON Schema of what its specification demands, beside this class
 * under its short name; further members pass.
 */
public enum PredicateType {
    /** slsa.dev/spec/v1.0/provenance. */
    SLSA_PROVENANCE("slsaprovenance1", PredicateTypes.SLSA_PROVENANCE),

    /** slsa.dev/spec/v1.0/verification_summary. */
    VERIFICATION_SUMMARY("vsa", "https://slsa.dev/verification_summary/v1"),

    /** github.com/in-toto/attestation, spec/predicates/svr.md. */
    SIMPLE_VERIFICATION_RESULT("svr", "https://in-toto.io/attestation/svr/v0.1"),

    /** github.com/in-toto/attestation, spec/predicates/link.md. */
    LINK("link", "https://in-toto.io/attestation/link/v0.3"),

    /** A bill of materials as SPDX 2.2, 2.3 or 3, in JSON. */
    SPDX("spdxjson", PredicateTypes.SPDX_DOCUMENT),

    /** A bill of materials as CycloneDX 1.4 to 1.7, in JSON. */
    CYCLONEDX_BOM("cyclonedx", PredicateTypes.CYCLONEDX_BOM),

    /** The Merkle root over all parts and edges of a bill of materials: {@link dev.exhibit.crypto.sbom.SbomCommitment}. */
    SBOM_COMMITMENT("sbom-commitment", PredicateTypes.SBOM_COMMITMENT),

    /** What is known of vulnerabilities, as CycloneDX 1.4 to 1.7. */
    CYCLONEDX_VEX("cyclonedxvex", "https://cyclonedx.org/vex"),

    /** The same as OpenVEX; its specification names the version, cosign does not. */
    OPENVEX("openvex", "https://openvex.dev/ns/v0.2.0", "https://openvex.dev/ns"),

    /** github.com/in-toto/attestation, spec/predicates/vulns_02.md. */
    VULNERABILITIES("vulns", "https://in-toto.io/attestation/vulns/v0.2"),

    /** cosign's older form of the same. */
    COSIGN_VULNERABILITIES("vuln", "https://cosign.sigstore.dev/attestation/vuln/v1"),

    /** github.com/in-toto/attestation, spec/predicates/test-result.md. */
    TEST_RESULT("test-result", "https://in-toto.io/attestation/test-result/v0.1"),

    /** github.com/in-toto/attestation, spec/predicates/scai.md. */
    SCAI("scai", "https://in-toto.io/attestation/scai/attribute-report/v0.2"),

    /** github.com/in-toto/attestation, spec/predicates/release.md. */
    RELEASE("release", "https://in-toto.io/attestation/release/v0.2"),

    /** github.com/in-toto/attestation, spec/predicates/reference.md: documents that are signed by their digests. */
    REFERENCE("reference", PredicateTypes.REFERENCE),

    /** github.com/in-toto/attestation, spec/predicates/runtime-trace.md; what was version 0.1 passes as well. */
    RUNTIME_TRACE(
            "runtime-trace",
            "https://in-toto.io/attestation/runtime-trace/v0.2",
            "https://in-toto.io/attestation/runtime-trace/v0.1");

    /** Documents that name authors, suppliers or maintainers, and parameters of builds that come from such. */
    private static final Set<PredicateType> NAMING_PEOPLE = EnumSet.of(
            SLSA_PROVENANCE, SPDX, CYCLONEDX_BOM, CYCLONEDX_VEX, OPENVEX, VULNERABILITIES, COSIGN_VULNERABILITIES);

    private final String alias;
    private final List<String> uris;

    PredicateType(String alias, String... uris) {
        this.alias = alias;
        this.uris = List.of(uris);
    }

    /** Read once, when the first predicate of the type comes. */
    private static final class Schemas {
        private static final Map<PredicateType, Schema> ALL =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(type -> type, PredicateType::read));
    }

    private static Schema read(PredicateType type) {
        try (InputStream in = PredicateType.class.getResourceAsStream(type.alias + ".schema.json")) {
            if (in == null) {
                throw new IllegalStateException("no schema of " + type.alias);
            }
            return Schema.read(JsonReader.read(Bytes.owned(in.readAllBytes()), JsonLimits.BODY));
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        }
    }

    /** The type named by {@code uri}, if it is known. */
    public static Optional<PredicateType> find(String uri) {
        return Arrays.stream(values()).filter(type -> type.uris.contains(uri)).findFirst();
    }

    /** Whether predicates of this type name people by their e-mail addresses as a matter of course. */
    public boolean namesPeople() {
        return NAMING_PEOPLE.contains(this);
    }

    /** The URI that statements carry. */
    public String uri() {
        return uris.getFirst();
    }

    /** That one, and others that name the same. */
    public List<String> uris() {
        return uris;
    }

    /** The short name that command lines use; where cosign has one for this URI, the same. */
    public String alias() {
        return alias;
    }

    /**
     * Checks {@code predicate} against this type.
     *
     * @throws MalformedException with a pointer into the predicate
     */
    public void check(Json.Obj predicate) {
        Objects.requireNonNull(Schemas.ALL.get(this)).check(predicate, "/predicate");
    }
}
