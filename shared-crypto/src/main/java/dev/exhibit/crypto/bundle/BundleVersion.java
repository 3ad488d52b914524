package dev.exhibit.crypto.bundle;

import dev.exhibit.crypto.bundle.VerificationMaterial.Signer;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.tlog.InclusionProof;
import java.util.Arrays;

/** The versions of the bundle format that are read, and what each demands (sigstore_bundle.proto). */
public enum BundleVersion {
    /** Entries carry the log's promise; proofs are optional. */
    V0_1("application/vnd.dev.sigstore.bundle+json;version=0.1"),
    /** Entries carry a proof with a checkpoint. */
    V0_2("application/vnd.dev.sigstore.bundle+json;version=0.2"),
    /** As before, and a single certificate instead of a chain. */
    V0_3("application/vnd.dev.sigstore.bundle.v0.3+json"),
    /** The same under the older form of media type. */
    V0_3_OLD("application/vnd.dev.sigstore.bundle+json;version=0.3");

    private final String mediaType;

    BundleVersion(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** @throws MalformedException for a version that is not known here */
    public static BundleVersion of(String mediaType) {
        return Arrays.stream(values())
                .filter(version -> version.mediaType.equals(mediaType))
                .findFirst()
                .orElseThrow(() -> new MalformedException(
                        Reason.UNSUPPORTED, "/mediaType", "expected a bundle of version 0.1, 0.2 or 0.3"));
    }

    void requireForm(VerificationMaterial material) {
        boolean single = this == V0_3 || this == V0_3_OLD;
        if (material.signer() instanceof Signer.CertificateChain chain && chain.single() != single) {
            throw malformed("a version 0.3 bundle has one certificate, earlier ones have a chain");
        }
        material.logEntries().forEach(entry -> {
            boolean promised = entry.promise().isPresent();
            boolean proven = entry.proof().flatMap(InclusionProof::checkpoint).isPresent();
            if (this == V0_1 ? !promised : !proven) {
                throw malformed(this == V0_1 ? "entries have a promise" : "entries have a proof with a checkpoint");
            }
        });
    }

    private static MalformedException malformed(String expected) {
        return new MalformedException(Reason.BAD_VALUE, "/verificationMaterial", expected);
    }
}
