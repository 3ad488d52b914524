package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.trust.TrustRoot;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that others published (testdata/bundles/README.md) against the public trust root. */
class RealBundleTest {
    private static final Artifact ANOTHER = new Artifact.Named(Hashing.of(Bytes.utf8("another")));

    private static Outcome judge(RealBundle real, Artifact artifact, TrustRoot root, IdentityRule rule) {
        return real.judge(real.bundle(), artifact, root, rule);
    }

    private static RefusalCode refusal(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused -> refused.code();
            case Outcome.Verified ignored -> throw new AssertionError("verified");
        };
    }

    private static RefusalCode withRoot(RealBundle real, TrustRoot root) {
        return refusal(judge(real, new Artifact.Named(real.artifact), root, real.rule()));
    }

    @ParameterizedTest
    @EnumSource
    void isVerifiedWithItsIdentityTimeAndPlace(RealBundle real) {
        Outcome outcome = judge(real, new Artifact.Named(real.artifact), real.root(), real.rule());

        assertThat(outcome).isInstanceOf(Outcome.Verified.class);
        assertThat(outcome.checks()).extracting(Check::name).containsExactlyElementsOf(real.checks());
        assertThat(Bundle.decode(real.bundle()).version()).isEqualTo(real.version);
        Evidence evidence = ((Outcome.Verified) outcome).evidence();
        assertThat(evidence.identity().orElseThrow().subject()).isEqualTo(real.identity);
        assertThat(evidence.identity().orElseThrow().issuer()).isEqualTo(real.issuer());
        assertThat(evidence.times()).isNotEmpty();
        assertThat(evidence.positions()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void anotherArtifactIsRefused(RealBundle real) {
        RefusalCode expected =
                real.has(Check.Name.STATEMENT) ? RefusalCode.ARTIFACT_NOT_SUBJECT : RefusalCode.ARTIFACT_DIFFERS;
        assertThat(refusal(judge(real, ANOTHER, real.root(), real.rule()))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void anotherIdentityOrIssuerIsRefused(RealBundle real) {
        Artifact artifact = new Artifact.Named(real.artifact);
        for (IdentityRule another : List.of(
                IdentityRule.exactly(real.identity + "1", real.issuer()),
                IdentityRule.matching("https://example.com/*", real.issuer()))) {
            assertThat(refusal(judge(real, artifact, real.root(), another))).isEqualTo(RefusalCode.IDENTITY_NOT_WANTED);
        }
        IdentityRule elsewhere = IdentityRule.exactly(real.identity, "https://accounts.google.com");
        assertThat(refusal(judge(real, artifact, real.root(), elsewhere))).isEqualTo(RefusalCode.ISSUER_NOT_WANTED);
    }

    @ParameterizedTest
    @EnumSource
    void anotherTrustRootIsRefusedForWhatItLacks(RealBundle real) {
        TrustRoot root = real.root();
        RefusalCode first = real.has(Check.Name.TIMESTAMP) ? RefusalCode.TIMESTAMP_UNTRUSTED : RefusalCode.LOG_UNKNOWN;
        assertThat(withRoot(real, TrustRoot.empty())).isEqualTo(first);
        assertThat(withRoot(real, new ThrowawaySigstore().trustRoot())).isEqualTo(first);
        assertThat(withRoot(
                        real,
                        new TrustRoot(
                                List.of(),
                                root.certificateAuthorities(),
                                root.certificateLogs(),
                                root.timestampAuthorities())))
                .isEqualTo(RefusalCode.LOG_UNKNOWN);
        assertThat(withRoot(
                        real,
                        new TrustRoot(root.logs(), List.of(), root.certificateLogs(), root.timestampAuthorities())))
                .isEqualTo(RefusalCode.CERTIFICATE_UNTRUSTED);
        assertThat(withRoot(
                        real,
                        new TrustRoot(
                                root.logs(), root.certificateAuthorities(), List.of(), root.timestampAuthorities())))
                .isEqualTo(RefusalCode.CERTIFICATE_LOG_UNKNOWN);
    }

    /** npm names packages by SHA-512 alone: the file is needed to know that it is the one. */
    @ParameterizedTest
    @ValueSource(strings = {"npm-sigstore-2.0.0.tgz", "npm-sigstore-5.0.0.tgz", "npm-slsa-provenance-0.0.7.tgz"})
    void aPackageThatIsNamedBySha512IsNeededItself(String name) {
        Bytes bundle = RealBundle.read(name + ".sigstore.json");
        Demands anybody = Demands.ofKeyless(List.of(
                IdentityRule.matching("https://github.com/*", "https://token.actions.githubusercontent.com"),
                IdentityRule.exactly("brian@dehamer.com", "https://github.com/login/oauth")));
        Verifier verifier = new Verifier(Trust.in(RealBundle.publicRoot()), anybody, SignatureChecker.standard());
        Outcome byDigest = verifier.verify(bundle, ANOTHER, RealBundle.NOW);
        assertThat(refusal(byDigest)).isEqualTo(RefusalCode.ARTIFACT_BYTES_NEEDED);
        assertThat(byDigest.checks())
                .extracting(Check::name)
                .contains(Check.Name.LOG_PROMISE, Check.Name.CERTIFICATE_TIMESTAMP, Check.Name.IDENTITY)
                .endsWith(Check.Name.PAYLOAD_TYPE);
        Artifact file = new Artifact.Whole(Bytes.utf8("another"));
        assertThat(refusal(verifier.verify(bundle, file, RealBundle.NOW))).isEqualTo(RefusalCode.ARTIFACT_NOT_SUBJECT);
    }

    @Test
    void aManagedKeyOfSomebodyElseIsVerified() {
        TrustRoot root = RealBundle.publicRoot();
        String pem = RealBundle.read("managed-key.pem").asLenientText();
        Set<VerificationKey> keys = Set.of(new VerificationKey(Pem.decode("PUBLIC KEY", pem)));
        Bytes bundle = RealBundle.read("managed-key.sigstore.json");
        Demands demands = Demands.ofKeyless(List.of()).atLeast(1, 2, 0);
        Artifact artifact = new Artifact.Named(RealBundle.CONFORMANCE_0_1.artifact);
        Verifier verifier = new Verifier(new Trust(keys, root, Set.of()), demands, SignatureChecker.standard());
        assertThat(verifier.verify(bundle, artifact, RealBundle.NOW)).isInstanceOf(Outcome.Verified.class);
        assertThat(refusal(verifier.verify(bundle, ANOTHER, RealBundle.NOW))).isEqualTo(RefusalCode.ARTIFACT_DIFFERS);
        Verifier stranger = new Verifier(Trust.in(root), demands, SignatureChecker.standard());
        assertThat(refusal(stranger.verify(bundle, artifact, RealBundle.NOW))).isEqualTo(RefusalCode.KEY_UNKNOWN);
    }

    @Test
    void anIdentityMayBeAPattern() {
        RealBundle real = RealBundle.SIGSTORE_JAVA_2;
        IdentityRule pattern =
                IdentityRule.matching("https://github.com/sigstore/sigstore-java/*@refs/tags/v*", real.issuer());
        assertThat(judge(real, new Artifact.Named(real.artifact), real.root(), pattern))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void trustRootsAreReadAndWrittenWithoutLoss() {
        TrustRoot staging = RealBundle.BLOB_REKOR_V2.root();
        assertThat(staging.logs()).hasSize(4);
        assertThat(staging.certificateLogs()).hasSize(4);
        assertThat(TrustRoot.decode(staging.encode().bytes())).isEqualTo(staging);
        TrustRoot root = RealBundle.publicRoot();
        assertThat(root.logs()).hasSize(2);
        assertThat(TrustRoot.decode(root.encode().bytes())).isEqualTo(root);
    }
}
