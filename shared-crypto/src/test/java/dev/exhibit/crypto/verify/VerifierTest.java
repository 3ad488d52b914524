package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.vault.MemoryVault;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerifierTest {
    private final Samples samples = new Samples();
    private final Verifier verifier = samples.verifier();

    private static Bytes bytes(Bundle bundle) {
        return bundle.encode().bytes();
    }

    private static Bytes text(String json) {
        return Bytes.utf8(json);
    }

    private static String asText(Bundle bundle) {
        return bytes(bundle).asLenientText();
    }

    private Outcome.Refused refused(Bytes bundle, RefusalCode code) {
        return refused(verifier.verify(bundle, Samples.ARTIFACT), code);
    }

    private static Outcome.Refused refused(Outcome outcome, RefusalCode code) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        Outcome.Refused refused = (Outcome.Refused) outcome;
        assertThat(refused.code()).as("found: %s", refused.found()).isEqualTo(code);
        return refused;
    }

    @Test
    void anAttestationIsVerifiedWithEveryCheckNamed() {
        Outcome outcome = verifier.verify(bytes(samples.dsse()), Samples.ARTIFACT);

        assertThat(outcome).isInstanceOf(Outcome.Verified.class);
        assertThat(outcome.checks())
                .extracting(Check::name)
                .containsExactly(
                        Check.Name.MEDIA_TYPE,
                        Check.Name.BUNDLE_FORM,
                        Check.Name.KEY,
                        Check.Name.SIGNATURE,
                        Check.Name.PAYLOAD_TYPE,
                        Check.Name.STATEMENT,
                        Check.Name.ARTIFACT);
        Outcome.Verified verified = (Outcome.Verified) outcome;
        assertThat(verified.key()).isEqualTo(samples.key());
        assertThat(verified.claim()).isEqualTo(new Claim.Attested(Samples.statement()));
    }

    @Test
    void aSignatureOverTheArtifactIsVerified() {
        Outcome outcome = verifier.verify(bytes(samples.message()), Samples.ARTIFACT);

        assertThat(outcome).isInstanceOf(Outcome.Verified.class);
        assertThat(outcome.checks())
                .extracting(Check::name)
                .containsExactly(
                        Check.Name.MEDIA_TYPE,
                        Check.Name.BUNDLE_FORM,
                        Check.Name.KEY,
                        Check.Name.SIGNATURE,
                        Check.Name.ARTIFACT);
    }

    @Test
    void evidenceAboutAnotherArtifactIsRefused() {
        Digest other = Hashing.of(Bytes.utf8("another artifact"));
        refused(verifier.verify(bytes(samples.dsse()), other), RefusalCode.ARTIFACT_NOT_SUBJECT);
        Outcome.Refused refused =
                refused(verifier.verify(bytes(samples.message()), other), RefusalCode.ARTIFACT_DIFFERS);
        assertThat(refused.expected()).isEqualTo(other.toString());
        assertThat(refused.found()).isEqualTo(Samples.ARTIFACT.toString());
        assertThat(refused.checks()).hasSize(4);
    }

    @Test
    void anotherKeyIsRefusedBeforeItsSignatureIsLookedAt() {
        Verifier stranger = new Verifier(Set.of(new MemoryVault().create()));
        Outcome.Refused refused =
                refused(stranger.verify(bytes(samples.dsse()), Samples.ARTIFACT), RefusalCode.KEY_UNKNOWN);
        assertThat(refused.checks()).hasSize(2);
        refused(new Verifier(Set.of()).verify(bytes(samples.dsse()), Samples.ARTIFACT), RefusalCode.KEY_UNKNOWN);
    }

    @Test
    void aSignatureByAnotherKeyUnderATrustedHintIsRefused() {
        Envelope genuine = envelope(samples.dsse());
        Envelope foreign =
                new Envelope(genuine.payloadType(), genuine.payload(), new Samples().sign(genuine.signedDigest()));
        refused(bytes(samples.bundle(new BundleContent.Dsse(foreign))), RefusalCode.SIGNATURE_INVALID);
    }

    @Test
    void aSignatureOverThePayloadWithoutItsTypeIsRefused() {
        Bytes payload = Samples.statement().encode().bytes();
        Envelope bare = new Envelope(Envelope.IN_TOTO, payload, samples.sign(Hashing.of(payload)));
        refused(bytes(samples.bundle(new BundleContent.Dsse(bare))), RefusalCode.SIGNATURE_INVALID);
    }

    @Test
    void aSignatureThatIsNotStrictDerIsRefused() {
        Bytes loose = Bytes.of(new byte[] {0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x01});
        BundleContent zero = new BundleContent.Message(Samples.ARTIFACT, new SignatureBytes(loose));
        refused(bytes(samples.bundle(zero)), RefusalCode.SIGNATURE_MALFORMED);
    }

    @Test
    void aSignedDocumentThatIsNoStatementIsRefused() {
        Bytes statement = Samples.statement().encode().bytes();
        refused(bytes(samples.dsse("text/plain", statement)), RefusalCode.PAYLOAD_TYPE_UNEXPECTED);
        Outcome.Refused refused =
                refused(bytes(samples.dsse(Envelope.IN_TOTO, text("{}"))), RefusalCode.STATEMENT_MALFORMED);
        assertThat(refused.found()).startsWith("malformed_missing_member at /_type");
    }

    @Test
    void anotherVersionOrNoBundleAtAllIsRefused() {
        String genuine = asText(samples.dsse());
        refused(text(genuine.replace("bundle.v0.3", "bundle.v0.4")), RefusalCode.MEDIA_TYPE_UNSUPPORTED);
        refused(Bytes.empty(), RefusalCode.BUNDLE_MALFORMED);
        refused(text("[]"), RefusalCode.BUNDLE_MALFORMED);
        refused(text("{}"), RefusalCode.BUNDLE_MALFORMED);
        refused(text(genuine.replace("\"hint\"", "\"hints\"")), RefusalCode.BUNDLE_MALFORMED);
    }

    @Test
    void anotherSpellingIsRefused() {
        String genuine = asText(samples.dsse());
        refused(text(genuine + "\n"), RefusalCode.BUNDLE_NOT_CANONICAL);
        refused(text(genuine.replace("application/vnd.in", "application\\/vnd.in")), RefusalCode.BUNDLE_NOT_CANONICAL);
    }

    @Test
    void whatWasFoundIsShortAndHarmless() {
        String evil = "\\u001b[2J" + "x".repeat(1000);
        String bundle = asText(samples.dsse()).replace(Bundle.MEDIA_TYPE, evil);
        String found = refused(text(bundle), RefusalCode.MEDIA_TYPE_UNSUPPORTED).found();
        assertThat(found).hasSize(256).startsWith("?[2Jxx");
    }

    private static Envelope envelope(Bundle bundle) {
        return switch (bundle.content()) {
            case BundleContent.Dsse dsse -> dsse.envelope();
            case BundleContent.Message ignored -> throw new AssertionError("not an envelope");
        };
    }
}
