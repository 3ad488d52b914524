package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.SigningPermit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Makes bundles of our own with a key of its own. */
public final class Samples {
    /** The artifact that the bundles are about. */
    public static final Digest ARTIFACT = Hashing.of(Bytes.utf8("the artifact"));

    private final MemoryVault vault = new MemoryVault();
    private final VerificationKey key = vault.create();

    /** The key that signs all of them. */
    public VerificationKey key() {
        return key;
    }

    /** A verifier that trusts that key only. */
    public Verifier verifier() {
        return new Verifier(Set.of(key));
    }

    public static Statement statement() {
        Json.Obj predicate =
                Json.object().with("buildDefinition", Json.object().with("buildType", "https://example/b"));
        return new Statement(List.of(new Subject("app.jar", ARTIFACT)), PredicateTypes.SLSA_PROVENANCE, predicate);
    }

    /** A DSSE bundle over any payload. */
    public Bundle dsse(String payloadType, Bytes payload) {
        SignatureBytes signature = sign(Envelope.signedDigest(payloadType, payload));
        return bundle(new BundleContent.Dsse(new Envelope(payloadType, payload, signature)));
    }

    /** A DSSE bundle over {@link #statement()}. */
    public Bundle dsse() {
        return dsse(Envelope.IN_TOTO, statement().encode().bytes());
    }

    /** A message bundle over {@link #ARTIFACT}. */
    public Bundle message() {
        return bundle(new BundleContent.Message(ARTIFACT, sign(ARTIFACT)));
    }

    public Bundle bundle(BundleContent content) {
        return new Bundle(VerificationMaterial.of(key.id()), content);
    }

    public SignatureBytes sign(Digest digest) {
        return vault.sign(new SigningPermit(UUID.randomUUID(), key.id(), digest));
    }
}
