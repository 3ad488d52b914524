package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.crypto.verify.IdentityRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whom to believe: the same for verifying and for pinning. */
public final class TrustOptions {
    @Option(
            names = "--trusted-root",
            paramLabel = "FILE",
            description = "Authorities and logs to believe: a Sigstore trusted_root.json.")
    private @Nullable Path trustedRoot;

    @Option(names = "--key", paramLabel = "FILE", description = "A trusted public key, PEM; may be repeated.")
    private List<Path> keys = new ArrayList<>();

    @Option(
            names = "--certificate-identity",
            paramLabel = "IDENTITY",
            description = "Who must have signed, exactly: a URI or an address, as in the certificate.")
    private @Nullable String identity;

    @Option(
            names = "--certificate-identity-pattern",
            paramLabel = "PATTERN",
            description = "The same with * for any characters; nothing else is special.")
    private @Nullable String pattern;

    @Option(
            names = "--certificate-oidc-issuer",
            paramLabel = "URL",
            description = "Who must have vouched for that identity, exactly.")
    private @Nullable String issuer;

    @Option(names = "--policy", paramLabel = "FILE", description = "What must be proven: see docs/spec/policy.md.")
    private @Nullable Path policy;

    @Option(
            names = "--key-history",
            paramLabel = "FILE",
            description = "Which managed keys were revoked, signed by --history-root: see docs/spec/key-history.md.")
    private @Nullable Path history;

    @Option(names = "--history-root", paramLabel = "FILE", description = "The key that signs the key history, PEM.")
    private @Nullable Path historyRoot;

    /** Sets one of these options as picocli does, and answers whether it is one of them. */
    public boolean take(String option, String value) {
        switch (option) {
            case "--trusted-root" -> trustedRoot = Path.of(value);
            case "--key" -> keys.add(Path.of(value));
            case "--certificate-identity" -> identity = value;
            case "--certificate-identity-pattern" -> pattern = value;
            case "--certificate-oidc-issuer" -> issuer = value;
            case "--policy" -> policy = Path.of(value);
            case "--key-history" -> history = Path.of(value);
            case "--history-root" -> historyRoot = Path.of(value);
            default -> {
                return false;
            }
        }
        return true;
    }

    Optional<Path> trustedRoot() {
        return Optional.ofNullable(trustedRoot);
    }

    /**
     * A signed key history, and the key that must have signed it.
     *
     * @param document the file
     * @param root the key's file
     */
    record SignedHistory(Path document, Path root) {}

    /** @throws CommandFailure if one is named without the other */
    Optional<SignedHistory> history() {
        if (history == null && historyRoot == null) {
            return Optional.empty();
        }
        if (history == null || historyRoot == null) {
            throw CommandFailure.usage("a key history counts only with the key that signs it:"
                    + " give --key-history together with --history-root");
        }
        return Optional.of(new SignedHistory(history, historyRoot));
    }

    List<Path> keys() {
        return keys;
    }

    Optional<Path> policy() {
        return Optional.ofNullable(policy);
    }

    /** Whether anything says who may have signed, so that the pinned context does not. */
    boolean namesSigners() {
        return !keys.isEmpty() || policy != null || identity != null || pattern != null || issuer != null;
    }

    /** The identity asked for. @throws CommandFailure if it is named by half, or twice, or beside a policy */
    Optional<IdentityRule> identity() {
        long named = Stream.of(Optional.ofNullable(identity), Optional.ofNullable(pattern))
                .flatMap(Optional::stream)
                .count();
        Optional<String> voucher = Optional.ofNullable(issuer);
        if (named > 1) {
            throw CommandFailure.usage("name one of --certificate-identity and --certificate-identity-pattern");
        }
        if ((named == 1) != voucher.isPresent()) {
            throw CommandFailure.usage("an identity counts only with its issuer: give --certificate-identity (or"
                    + " --certificate-identity-pattern) together with --certificate-oidc-issuer");
        }
        if (policy != null && (named == 1 || !keys.isEmpty())) {
            throw CommandFailure.usage(
                    "the policy says who may have signed: leave out --key and --certificate-identity");
        }
        return voucher.map(by -> Optional.ofNullable(identity)
                .map(exact -> IdentityRule.exactly(exact, by))
                .orElseGet(() -> IdentityRule.matching(String.valueOf(pattern), by)));
    }
}
