package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.trust.TrustRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bundles from Maven Central (testdata/bundles/README.md) against the public trust root. */
class RealBundleTest {
    private static final Path BUNDLES = Path.of("..", "testdata", "bundles");
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final String GITHUB = "https://token.actions.githubusercontent.com";

    private static final String WORKFLOW = "https://github.com/sigstore/sigstore-java/"
            + ".github/workflows/release-sigstore-java-from-tag.yaml@refs/tags/";

    /** Where each bundle is from, what it is about and who signed. */
    enum Real {
        SIGSTORE_JAVA_2(
                "sigstore-java-2.0.0",
                "sha256:f338c08740cdb2e663737abaf372fc3c442210ab7291c991e180797bd886cd61",
                "v2.0.0"),
        SIGSTORE_JAVA_1_3(
                "sigstore-java-1.3.0",
                "sha256:8a39503d521e526cc272d9c81ea2c5880903391a91eba05f870584f363f3dbf9",
                "v1.3.0"),
        SIGSTORE_JAVA_1(
                "sigstore-java-1.0.0",
                "sha256:5be26f1777a351a2f770e91dbceae0aaa3f6e26e8ad218c6ac16caa783a5aa0d",
                "v1.0.0"),
        MAVEN_PLUGIN_2(
                "sigstore-maven-plugin-2.0.0",
                "sha256:f5578d8c6784707366c0c7704d22395a43f1f59439d3a5beea3e5fbfba3046d8",
                "v2.0.0"),
        MAVEN_PLUGIN_1_3(
                "sigstore-maven-plugin-1.3.0",
                "sha256:173f142d8e421867b8941801014ce448f69f3704a33f4487ce7cf80e9730d5f9",
                "v1.3.0");

        private final String file;
        private final Digest artifact;
        private final String identity;

        Real(String name, String artifact, String tag) {
            this.file = name + ".jar.sigstore.json";
            this.artifact = Digest.parse(artifact);
            this.identity = WORKFLOW + tag;
        }

        Bytes bundle() throws IOException {
            return Bytes.owned(Files.readAllBytes(BUNDLES.resolve(file)));
        }
    }

    private static TrustRoot root() throws IOException {
        String folder = System.getenv("EXHIBIT_VECTORS");
        assumeTrue(folder != null, "EXHIBIT_VECTORS is not set");
        Path file = Path.of(folder, "sigstore", "public-good.trusted_root.json");
        return TrustRoot.decode(Bytes.owned(Files.readAllBytes(file)));
    }

    private static Outcome judge(Real real, Digest artifact, TrustRoot root, IdentityRule rule) throws IOException {
        Demands demands = Demands.ofKeyless(List.of(rule));
        return new Verifier(Trust.in(root), demands, SignatureChecker.standard())
                .verify(real.bundle(), new Artifact.Named(artifact), NOW);
    }

    private static RefusalCode refusal(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused -> refused.code();
            case Outcome.Verified ignored -> throw new AssertionError("verified");
        };
    }

    @ParameterizedTest
    @EnumSource
    void isVerifiedWithItsIdentityTimeAndPlace(Real real) throws IOException {
        Outcome outcome = judge(real, real.artifact, root(), IdentityRule.exactly(real.identity, GITHUB));

        assertThat(outcome).isInstanceOf(Outcome.Verified.class);
        assertThat(outcome.checks())
                .extracting(Check::name)
                .containsExactly(
                        Check.Name.MEDIA_TYPE,
                        Check.Name.BUNDLE_FORM,
                        Check.Name.SIGNATURE,
                        Check.Name.LOG_ENTRY,
                        Check.Name.LOG_PROMISE,
                        Check.Name.LOG_PROOF,
                        Check.Name.CHECKPOINT,
                        Check.Name.CERTIFICATE,
                        Check.Name.CERTIFICATE_TIMESTAMP,
                        Check.Name.IDENTITY,
                        Check.Name.ARTIFACT);
        Evidence evidence = ((Outcome.Verified) outcome).evidence();
        assertThat(evidence.identity().orElseThrow().subject()).isEqualTo(real.identity);
        assertThat(evidence.times()).extracting(VerifiedTime::source).containsExactly(VerifiedTime.Source.LOG);
    }

    @ParameterizedTest
    @EnumSource
    void anotherArtifactIdentityIssuerOrRootIsRefused(Real real) throws IOException {
        IdentityRule wanted = IdentityRule.exactly(real.identity, GITHUB);
        assertThat(refusal(judge(real, Hashing.of(Bytes.utf8("another")), root(), wanted)))
                .isEqualTo(RefusalCode.ARTIFACT_DIFFERS);
        assertThat(refusal(judge(real, real.artifact, root(), IdentityRule.exactly(real.identity + "1", GITHUB))))
                .isEqualTo(RefusalCode.IDENTITY_NOT_WANTED);
        assertThat(refusal(judge(real, real.artifact, root(), IdentityRule.matching("https://gitlab.com/*", GITHUB))))
                .isEqualTo(RefusalCode.IDENTITY_NOT_WANTED);
        assertThat(refusal(judge(
                        real,
                        real.artifact,
                        root(),
                        IdentityRule.exactly(real.identity, "https://accounts.google.com"))))
                .isEqualTo(RefusalCode.ISSUER_NOT_WANTED);
        assertThat(refusal(judge(real, real.artifact, TrustRoot.empty(), wanted)))
                .isEqualTo(RefusalCode.LOG_UNKNOWN);
    }

    @Test
    void anIdentityMayBeAPattern() throws IOException {
        IdentityRule pattern =
                IdentityRule.matching("https://github.com/sigstore/sigstore-java/*@refs/tags/v*", GITHUB);
        Real real = Real.SIGSTORE_JAVA_2;
        assertThat(judge(real, real.artifact, root(), pattern)).isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void theTrustRootIsReadAndWrittenWithoutLoss() throws IOException {
        TrustRoot root = root();
        assertThat(root.logs()).hasSize(2);
        assertThat(TrustRoot.decode(root.encode().bytes())).isEqualTo(root);
    }
}
