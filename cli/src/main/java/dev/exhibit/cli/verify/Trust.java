package dev.exhibit.cli.verify;

import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.policy.Policy;
import dev.exhibit.crypto.trust.KeyHistory;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Demands.Spelling;
import dev.exhibit.crypto.verify.IdentityRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a verification believes, and who said so.
 *
 * @param source for people: options or a context
 * @param keys whose signatures count
 * @param identities whose certificates count
 * @param policy that judges instead of both
 * @param root authorities and logs
 * @param spelling how strictly bundles must be written
 * @param history which keys were revoked, as far as somebody told who is believed
 */
public record Trust(
        String source,
        Set<VerificationKey> keys,
        List<IdentityRule> identities,
        Optional<Policy> policy,
        Optional<Root> root,
        Spelling spelling,
        KeyHistory history) {
    private static final int MAX_PEM = 64 * 1024;

    public Trust {
        keys = Set.copyOf(keys);
        identities = List.copyOf(identities);
    }

    /**
     * A trust root in use.
     *
     * @param source for people
     * @param digest SHA-256 of the file
     * @param fetched when it was pinned, or the file last written
     * @param root what it says
     */
    public record Root(String source, Digest digest, Instant fetched, TrustRoot root) {
        private static Root of(String source, Instant fetched, Bytes document) {
            return new Root(source, Hashing.of(document), fetched, TrustRoot.decode(document));
        }
    }

    /** What the options say, and the pinned context where they say nothing. */
    public static Trust of(TrustOptions options, Optional<Context> context) {
        Trust named = options.namesSigners() ? named(options) : pinned(context);
        Optional<Root> root = options.trustedRoot().map(Trust::readRoot).or(() -> context.flatMap(Trust::pinnedRoot));
        KeyHistory history = options.history().map(Trust::readHistory).orElseGet(KeyHistory::none);
        return new Trust(
                named.source(), named.keys(), named.identities(), named.policy(), root, named.spelling(), history);
    }

    /** What can be pinned of the options. */
    public static Pins pins(TrustOptions options, Spelling spelling, Instant now) {
        if (options.history().isPresent()) {
            throw CommandFailure.usage("a key history is not pinned, because a new one replaces it: name it with each"
                    + " 'exhibit verify'");
        }
        Trust named = named(options);
        return new Pins(
                named.keys().stream().toList(),
                named.identities(),
                options.trustedRoot().map(file -> Pins.PinnedRoot.unsigned(now, Documents.read(file))),
                Optional.empty(),
                options.policy().map(Documents::read),
                spelling);
    }

    private static Trust named(TrustOptions options) {
        List<IdentityRule> identities = options.identity().stream().toList();
        Set<VerificationKey> keys =
                Set.copyOf(options.keys().stream().map(Trust::readKey).toList());
        Optional<Policy> policy = options.policy().map(file -> Policy.decode(Documents.read(file)));
        return new Trust(
                "options of this command", keys, identities, policy, Optional.empty(), Spelling.ANY, KeyHistory.none());
    }

    private static Trust pinned(Optional<Context> current) {
        Context context = current.orElseThrow(() -> CommandFailure.usage("nobody to believe: name a signer with --key"
                + " FILE, or with --certificate-identity, --certificate-oidc-issuer and --trusted-root, or pin a"
                + " context with 'exhibit context use FILE'"));
        Pins pins = context.pins();
        if (pins.keys().isEmpty()
                && pins.identities().isEmpty()
                && pins.policy().isEmpty()) {
            throw CommandFailure.usage("context '" + context.name() + "' pins no signer: name one with --key FILE or"
                    + " --certificate-identity");
        }
        return new Trust(
                "context '" + context.name() + "'",
                Set.copyOf(pins.keys()),
                pins.identities(),
                pins.policy().map(Policy::decode),
                Optional.empty(),
                pins.spelling(),
                KeyHistory.none());
    }

    private static Optional<Root> pinnedRoot(Context context) {
        return context.pins()
                .root()
                .map(root -> Root.of("context '" + context.name() + "'", root.pinned(), root.document()));
    }

    private static Root readRoot(Path file) {
        try {
            return Root.of(file.toString(), Files.getLastModifiedTime(file).toInstant(), Documents.read(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** One that its root did not sign says nothing, and hides nothing: then nothing is verified. */
    private static KeyHistory readHistory(TrustOptions.SignedHistory signed) {
        try {
            return KeyHistory.open(
                    Documents.read(signed.document()), readKey(signed.root()), SignatureChecker.standard());
        } catch (BadSignatureException | MalformedException refused) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    signed.document() + " is no key history that " + signed.root() + " signed: " + refused.getMessage()
                            + "; get it again from where it is published");
        }
    }

    private static VerificationKey readKey(Path file) {
        try {
            if (Files.size(file) > MAX_PEM) {
                throw CommandFailure.usage("not a public key in PEM: " + file);
            }
            return VerificationKey.fromPem(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
