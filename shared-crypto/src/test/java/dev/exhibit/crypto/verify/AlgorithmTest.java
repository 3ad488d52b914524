package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Managed keys of every type sign envelopes and messages. */
class AlgorithmTest {
    private static ThrowawayKey key(KeyType type) {
        return switch (type) {
            case EC_P256 -> ThrowawayKey.p256();
            case EC_P384 -> ThrowawayKey.p384();
            case EC_P521 -> ThrowawayKey.p521();
            case ED25519 -> ThrowawayKey.ed25519();
            case RSA -> ThrowawayKey.make("RSA", "SHA256withRSA");
            case ML_DSA_44, ML_DSA_65, ML_DSA_87 -> ThrowawayKey.make(type.label(), type.label());
        };
    }

    private static Outcome judge(ThrowawayKey key, BundleContent content, Artifact artifact) {
        VerificationMaterial material = VerificationMaterial.of(key.published().id());
        Bytes bundle = new Bundle(material, content).encode().bytes();
        return new Verifier(Set.of(key.published())).verify(bundle, artifact, ThrowawaySigstore.NOW);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeOfKeyIsTaken(KeyType type) {
        ThrowawayKey key = key(type);
        Artifact named = new Artifact.Named(ThrowawaySigstore.ARTIFACT);
        Artifact whole = new Artifact.Whole(ThrowawaySigstore.CONTENT);
        assertThat(key.published().type()).isEqualTo(type);
        assertThat(judge(key, ThrowawaySigstore.dsse(key), named)).isInstanceOf(Outcome.Verified.class);
        BundleContent.Message message = ThrowawaySigstore.message(key);
        assertThat(judge(key, message, whole)).isInstanceOf(Outcome.Verified.class);
        ThrowawayKey other = key(type);
        BundleContent.Message forged =
                new BundleContent.Message(message.artifact(), other.sign(ThrowawaySigstore.CONTENT));
        assertThat(judge(key, forged, whole)).isInstanceOf(Outcome.Refused.class);
        if (type != KeyType.EC_P256) {
            Outcome outcome = judge(key, message, named);
            assertThat(((Outcome.Refused) outcome).code()).isEqualTo(RefusalCode.ARTIFACT_BYTES_NEEDED);
        }
    }
}
