package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.verify.OwnVerifier;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.timestamp.TimestampResponse;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.VerifiedTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link Timestamps} holds. */
public interface TimestampsContract {
    Timestamps timestamps();

    /** How many authorities must be in it. */
    int authorities();

    @Test
    default void whatIsStampedVerifiesInABundleOfOurs() {
        MemoryVault vault = new MemoryVault();
        VerificationKey key = vault.create();
        Digest artifact = Hashing.of(Bytes.utf8("artifact"));
        SignatureBytes signature = vault.sign(new SigningPermit(UUID.randomUUID(), key.id(), artifact));
        List<Bytes> responses = timestamps().stamp(signature);
        assertThat(responses).hasSize(authorities());
        Bundle bundle = new Bundle(
                VerificationMaterial.of(key.id()).withTimestamps(responses),
                new BundleContent.Message(artifact, signature));
        OwnVerifier verifier = TestTimestamps.verifier(timestamps());
        Outcome outcome = verifier.verify(
                new TenantId("acme"), Set.of(key), bundle.encode().bytes(), artifact);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        verified -> assertThat(
                                        verified.evidence().times().stream().map(VerifiedTime::by))
                                .hasSize(authorities())
                                .doesNotHaveDuplicates());
    }

    @Test
    default void eachIsOverTheSignatureAndBare() {
        SignatureBytes signature = new SignatureBytes(Bytes.utf8("a signature"));
        for (Bytes response : timestamps().stamp(signature)) {
            TimestampResponse decoded = TimestampResponse.decode(response);
            decoded.requireBare();
            assertThat(decoded.info().imprint())
                    .isEqualTo(Hashing.of(signature.bytes()).bytes());
        }
    }

    @Test
    default void askingAgainGivesOthers() {
        SignatureBytes signature = new SignatureBytes(Bytes.utf8("a signature"));
        List<Bytes> first = timestamps().stamp(signature);
        assertThat(timestamps().stamp(signature)).hasSize(authorities()).doesNotContainAnyElementsOf(first);
        assertThat(timestamps().trust()).isEqualTo(timestamps().trust());
    }
}
