package dev.exhibit.cli.context;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.client.TrustRoots;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.trust.TrustStatement;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A version of a trust root with the root's word for it, as somebody offers it.
 *
 * @param envelope what the root signed
 * @param trustedRoot the {@code trusted_root.json}
 * @param signingConfig the {@code signing_config.json}
 */
public record SignedRoot(Bytes envelope, Bytes trustedRoot, Bytes signingConfig) {
    private static final String ENVELOPE = "trusted_root.dsse.json";
    private static final String ROOT = "trusted_root.json";
    private static final String CONFIG = "signing_config.json";

    /** Why a trust root is not believed; the message says it in a few words. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }

    /** The newest that a service gives out. */
    public static SignedRoot fetch(TrustRoots service) {
        Bytes envelope = service.envelope();
        long version = claimed(envelope);
        return new SignedRoot(envelope, service.trustedRoot(version), service.signingConfig(version));
    }

    /** From the files that {@link #write} writes. */
    public static SignedRoot read(Path folder) {
        return new SignedRoot(
                Documents.read(folder.resolve(ENVELOPE)),
                Documents.read(folder.resolve(ROOT)),
                Documents.read(folder.resolve(CONFIG)));
    }

    /** Writes {@code trusted_root.json}, {@code signing_config.json} and {@code trusted_root.dsse.json}. */
    public void write(Path folder) {
        Documents.write(folder.resolve(ROOT), trustedRoot);
        Documents.write(folder.resolve(CONFIG), signingConfig);
        Documents.write(folder.resolve(ENVELOPE), envelope);
    }

    /**
     * What the root says, if all of it holds and it may follow what is pinned.
     *
     * @param root the key that must have signed it
     * @throws RefusedException if it does not, or may not
     */
    public TrustStatement accept(VerificationKey root, Optional<Pins.PinnedRoot> pinned, Instant now) {
        // 1. The root's word, about these bytes, for now.
        TrustStatement offered = opened(envelope, root, "what is offered");
        TrustStatement found =
                TrustStatement.of(offered.whose(), offered.version(), trustedRoot, signingConfig, offered.validFor());
        if (!found.equals(offered)) {
            throw new RefusedException("the files are not those that the root signed as version " + offered.version());
        }
        if (!offered.validFor().covers(now)) {
            throw new RefusedException(
                    "version " + offered.version() + " may be pinned " + offered.validFor() + ", which is not now");
        }
        var unused = TrustRoot.decode(trustedRoot);
        // 2. It continues what is pinned: the same owner, never an earlier version, never the same one otherwise.
        pinned.flatMap(Pins.PinnedRoot::envelope)
                .map(before -> opened(before, root, "what is pinned"))
                .ifPresent(before -> requireNext(before, offered));
        return offered;
    }

    private static void requireNext(TrustStatement before, TrustStatement offered) {
        if (!offered.whose().equals(before.whose())) {
            throw new RefusedException(
                    "it is the trust root of " + offered.whose() + ", and that of " + before.whose() + " is pinned");
        }
        if (offered.version() < before.version()) {
            throw new RefusedException("version " + offered.version() + " is offered, and " + before.version()
                    + " is pinned: rolled back");
        }
        if (offered.version() == before.version() && !offered.isAboutTheSame(before)) {
            throw new RefusedException("version " + offered.version() + " is pinned with other files");
        }
    }

    private static TrustStatement opened(Bytes envelope, VerificationKey root, String what) {
        try {
            return TrustStatement.open(envelope, root, SignatureChecker.standard());
        } catch (BadSignatureException | MalformedException refused) {
            throw new RefusedException(
                    what + " is not signed by the root key " + root.id() + ": " + refused.getMessage());
        }
    }

    /** Which files to ask for; what the envelope says counts only once it is verified. */
    private static long claimed(Bytes envelope) {
        Bytes payload =
                Envelope.read(JsonReader.readObject(envelope, JsonLimits.BODY)).payload();
        return JsonReader.readObject(payload, JsonLimits.BODY)
                .optionalInteger("version", 1, Integer.MAX_VALUE)
                .orElseThrow(() -> new MalformedException(Reason.MISSING_MEMBER, "/version", "missing"));
    }
}
