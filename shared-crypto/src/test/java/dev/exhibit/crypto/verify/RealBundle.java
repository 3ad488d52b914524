package dev.exhibit.crypto.verify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exhibit.crypto.bundle.BundleVersion;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.trust.TrustRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Keyless bundles that others published: where each is from is in testdata/bundles/README.md. */
enum RealBundle {
    SIGSTORE_JAVA_0_11(
            "sigstore-java-0.11.0.jar",
            "60b0c6e60ff87268cf3d7d036fd9b17e1d8e0f94c3d7311edfe7d2125073f49f",
            Names.JAVA + "v0.11.0",
            Form.MESSAGE),
    SIGSTORE_JAVA_1(
            "sigstore-java-1.0.0.jar",
            "5be26f1777a351a2f770e91dbceae0aaa3f6e26e8ad218c6ac16caa783a5aa0d",
            Names.JAVA + "v1.0.0",
            Form.MESSAGE),
    SIGSTORE_JAVA_1_3(
            "sigstore-java-1.3.0.jar",
            "8a39503d521e526cc272d9c81ea2c5880903391a91eba05f870584f363f3dbf9",
            Names.JAVA + "v1.3.0",
            Form.MESSAGE),
    SIGSTORE_JAVA_2(
            "sigstore-java-2.0.0.jar",
            "f338c08740cdb2e663737abaf372fc3c442210ab7291c991e180797bd886cd61",
            Names.JAVA + "v2.0.0",
            Form.MESSAGE),
    MAVEN_PLUGIN_1_3(
            "sigstore-maven-plugin-1.3.0.jar",
            "173f142d8e421867b8941801014ce448f69f3704a33f4487ce7cf80e9730d5f9",
            Names.JAVA + "v1.3.0",
            Form.MESSAGE),
    MAVEN_PLUGIN_2(
            "sigstore-maven-plugin-2.0.0.jar",
            "f5578d8c6784707366c0c7704d22395a43f1f59439d3a5beea3e5fbfba3046d8",
            Names.JAVA + "v2.0.0",
            Form.MESSAGE),
    CONFORMANCE_0_1("conformance-a.txt", Names.A_TXT, Names.BEACON, Form.MESSAGE, BundleVersion.V0_1),
    RFC8785_0_2(
            "rfc8785-0.1.2.whl",
            "c4e92e9ecc828bef2aa7dba1de8ac983511f7532a0df11c770d39099a25cf201",
            "https://github.com/trailofbits/rfc8785.py/.github/workflows/release.yml@refs/tags/v0.1.2",
            Form.MESSAGE,
            BundleVersion.V0_2),
    PYPI_ATTESTATION_MODELS(
            "pypi_attestation_models-0.0.4a2.tar.gz",
            "c9709ce6fd5b67b59b4a28758cf14d3f411803c4b89b6068b1f1a8e4ee94c8ef",
            "https://github.com/trailofbits/pypi-attestation-models/.github/workflows/release.yml@refs/tags/v0.0.4a2",
            Form.ENVELOPE),
    PYPI_ATTESTATIONS(
            "pypi_attestations-0.0.19.tar.gz",
            "9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3",
            "https://github.com/trailofbits/pypi-attestations/.github/workflows/release.yml@refs/tags/v0.0.19",
            Form.ENVELOPE),
    GITLAB_PROJECT(
            "gitlab_oidc_project-0.0.3.tar.gz",
            "c1ca9b0d85df1606451098233018534497bf584362e10e4a8c21dfaea92c02a8",
            "https://gitlab.com/facutuesca/gitlab-oidc-project//.gitlab-ci.yml@refs/heads/main",
            Form.ENVELOPE),
    CONDA_PACKAGE(
            "conda-package",
            Names.CONDA,
            "https://github.com/prefix-dev/sigstore-example/.github/workflows/action.yaml@refs/heads/main",
            Form.ENVELOPE),
    KUBEWARDEN(
            "kubewarden-controller-1.34.0",
            "c811d58de79c92f03214e63aa339484e488d694ae8a6283b5f3f17a9faf50172",
            "https://github.com/kubewarden/kubewarden-controller/.github/workflows/release.yml@refs/tags/v1.34.0",
            Form.STAMPED_ENVELOPE),
    COSIGN_BLOB(
            "cosign-blob",
            "e194b99df6639501325c5f44da79fe3a8efae6f239bd79443a19787e06fb1764",
            "w.vollprecht@gmail.com",
            Form.STAMPED_MESSAGE),
    CONDA_PACKAGE_REKOR_V2("conda-package.rekor2", Names.CONDA, Names.PERSON, Form.REKOR_V2_ENVELOPE),
    BLOB_REKOR_V2(
            "blob.rekor2",
            "15f67246115921bb7c1de0e7e9e9275c8016dc254a0c009888944b7ed3644aaa",
            Names.PERSON,
            Form.REKOR_V2_MESSAGE);

    /** When the real bundles are verified. */
    static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private static final Path BUNDLES = Path.of("..", "testdata", "bundles");

    /** What several have in common. */
    private interface Names {
        String JAVA = "https://github.com/sigstore/sigstore-java/"
                + ".github/workflows/release-sigstore-java-from-tag.yaml@refs/tags/";
        String BEACON = "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/"
                + ".github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
        String PERSON = "jku@goto.fi";
        String A_TXT = "a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf";
        String CONDA = "54303491a8418fbed24344b513546182c29b43bf282ceb433af65e2299f9271f";
    }

    /** Which checks a kind of bundle gets beside those that all get. */
    private enum Form {
        MESSAGE(Check.Name.LOG_PROMISE),
        STAMPED_MESSAGE(Check.Name.LOG_PROMISE, Check.Name.TIMESTAMP),
        REKOR_V2_MESSAGE(Check.Name.TIMESTAMP),
        ENVELOPE(Check.Name.LOG_PROMISE, Check.Name.PAYLOAD_TYPE, Check.Name.STATEMENT),
        STAMPED_ENVELOPE(Check.Name.LOG_PROMISE, Check.Name.TIMESTAMP, Check.Name.PAYLOAD_TYPE, Check.Name.STATEMENT),
        REKOR_V2_ENVELOPE(Check.Name.TIMESTAMP, Check.Name.PAYLOAD_TYPE, Check.Name.STATEMENT);

        private final Set<Check.Name> more;

        Form(Check.Name... more) {
            this.more = Set.of(more);
        }
    }

    final Digest artifact;
    final String identity;
    final BundleVersion version;
    private final String file;
    private final Form form;

    RealBundle(String name, String artifact, String identity, Form form) {
        this(name, artifact, identity, form, BundleVersion.V0_3);
    }

    RealBundle(String name, String artifact, String identity, Form form, BundleVersion version) {
        this.file = name + ".sigstore.json";
        this.artifact = Digest.ofHex(artifact);
        this.identity = identity;
        this.form = form;
        this.version = version;
    }

    /** Who vouches for the identity. */
    String issuer() {
        if (!identity.startsWith("https://")) {
            return "https://github.com/login/oauth";
        }
        return identity.startsWith("https://gitlab.com/")
                ? "https://gitlab.com"
                : "https://token.actions.githubusercontent.com";
    }

    /** All checks, in the order in which they are made. */
    List<Check.Name> checks() {
        Set<Check.Name> checks = EnumSet.allOf(Check.Name.class);
        checks.removeAll(EnumSet.of(
                Check.Name.KEY,
                Check.Name.WITNESS,
                Check.Name.KEY_HISTORY,
                Check.Name.SLICE,
                Check.Name.TIMESTAMP,
                Check.Name.LOG_PROMISE,
                Check.Name.PAYLOAD_TYPE,
                Check.Name.STATEMENT));
        checks.addAll(form.more);
        return List.copyOf(checks);
    }

    boolean has(Check.Name check) {
        return checks().contains(check);
    }

    /** The public trust root or, for Rekor v2, that of Sigstore's staging environment. */
    TrustRoot root() {
        return has(Check.Name.LOG_PROMISE) ? publicRoot() : TrustRoot.decode(read("staging.trusted_root.json"));
    }

    Bytes bundle() {
        return read(file);
    }

    Outcome judge(Bytes bundle, Artifact wanted, TrustRoot root, IdentityRule rule) {
        return new Verifier(Trust.in(root), Demands.ofKeyless(List.of(rule)), Mutation.FAST)
                .verify(bundle, wanted, NOW);
    }

    IdentityRule rule() {
        return IdentityRule.exactly(identity, issuer());
    }

    /** A file of testdata/bundles. */
    static Bytes read(String name) {
        return read(BUNDLES.resolve(name));
    }

    /** The public trust root; where the vectors are not, the test is skipped. */
    static TrustRoot publicRoot() {
        String folder = System.getenv("EXHIBIT_VECTORS");
        assumeTrue(folder != null, "EXHIBIT_VECTORS is not set");
        return TrustRoot.decode(read(Path.of(folder, "sigstore", "public-good.trusted_root.json")));
    }

    private static Bytes read(Path file) {
        try {
            return Bytes.owned(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
