package dev.exhibit.keyless;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.IdentityRule;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import dev.exhibit.keyless.KeylessException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Signs files with keys that exist for one signature. */
public final class KeylessSigning {
    private final Instance instance;
    private final SignatureChecker checker;
    private final InstantSource clock;
    private final Services services;

    /** @param patience for each single request to a service, in whole seconds */
    public KeylessSigning(Instance instance, SignatureChecker checker, InstantSource clock, Duration patience) {
        this.instance = instance;
        this.checker = checker;
        this.clock = clock;
        this.services = new Services(instance, patience);
    }

    /**
     * Signs the bytes of {@code file}.
     *
     * @param token who signs
     * @param expected as whom the certificate must name the signer: one of these
     * @throws KeylessException if there is no bundle that our own verifier takes
     */
    public KeylessBundle sign(Path file, IdentityToken token, List<IdentityRule> expected) {
        // 1. What is signed is what these bytes hash to; nobody's word is taken for it.
        Digest artifact = Hashing.of(file).digest();

        // 2. A fresh key, and a certificate for it. A token that has expired is not sent.
        token.requireFresh(clock.instant());
        OneTimeKey key = new OneTimeKey();
        Bytes certificate = services.certify(key, token);

        // 3. The signature, and when it existed.
        SignatureBytes signature = key.sign(artifact);
        BundleContent content = new BundleContent.Message(artifact, signature);
        VerificationMaterial unlogged = VerificationMaterial.of(certificate).withTimestamp(services.stamp(signature));

        // 4. A log forgets nothing: it is told only of what holds in all other respects.
        Demands all = Demands.ofKeyless(expected);
        require(all.atLeast(0, 1, 1), new Bundle(unlogged, content), artifact);
        LogEntry entry = services.log(artifact, signature, certificate);

        // 5. The whole bundle, judged as anybody will judge it.
        Bundle bundle = new Bundle(unlogged.with(entry), content);
        return new KeylessBundle(bundle.encode().bytes(), require(all, bundle, artifact));
    }

    private Outcome.Verified require(Demands demands, Bundle bundle, Digest artifact) {
        Verifier verifier = new Verifier(Trust.in(instance.root()), demands, checker);
        Bytes document = bundle.encode().bytes();
        return switch (verifier.verify(document, new Artifact.Named(artifact), clock.instant())) {
            case Outcome.Verified verified -> verified;
            case Outcome.Refused refused ->
                throw new KeylessException(
                        Kind.REFUSED,
                        "what the instance answered does not verify ("
                                + refused.code().code() + "): expected "
                                + refused.expected() + ", found " + refused.found()
                                + "; nothing was written. Compare trust root, expected identity and clock with the"
                                + " instance, and do not use it if they are right");
        };
    }
}
