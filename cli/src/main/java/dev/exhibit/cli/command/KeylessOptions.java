package dev.exhibit.cli.command;

import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.IdentityRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to sign without a service and without a key that is kept: with which Sigstore instance, and as whom. */
final class KeylessOptions {
    @Option(
            names = "--keyless",
            description =
                    "Sign here, with a key for this one signature, a certificate by a Sigstore instance and its log;"
                            + " no service of Exhibit is asked. See docs/operating/keyless.md.")
    private boolean keyless;

    @Option(
            names = "--signing-config",
            paramLabel = "FILE",
            description = "With --keyless: where the instance is, a Sigstore signing_config.json. There is no default.")
    private @Nullable Path signingConfig;

    @Option(
            names = "--identity-token",
            paramLabel = "REFERENCE",
            description =
                    "With --keyless: where the OpenID Connect token is, for example file:/run/token or env:ID_TOKEN.")
    private @Nullable String identityToken;

    @Option(
            names = "--trusted-root",
            paramLabel = "FILE",
            description =
                    "With --keyless: whom to believe, a Sigstore trusted_root.json; else the pinned context says it.")
    private @Nullable Path trustedRoot;

    @Option(
            names = "--certificate-identity",
            paramLabel = "IDENTITY",
            description =
                    "With --keyless: as whom the certificate must name the signer; else the pinned context says it.")
    private @Nullable String identity;

    @Option(
            names = "--certificate-oidc-issuer",
            paramLabel = "URL",
            description = "With --keyless: who must have vouched for that identity.")
    private @Nullable String issuer;

    /**
     * All that keyless signing needs.
     *
     * @param signingConfig where the instance is
     * @param root whom to believe
     * @param expected as whom the signer may be named
     * @param token where the identity token is
     */
    record Order(Bytes signingConfig, TrustRoot root, List<IdentityRule> expected, SecretReference token) {
        Order {
            expected = List.copyOf(expected);
        }
    }

    /** @throws CommandFailure if one of the other options is there without {@code --keyless} */
    boolean wanted() {
        boolean others = Stream.of(signingConfig, identityToken, trustedRoot, identity, issuer)
                .anyMatch(given -> given != null);
        if (others && !keyless) {
            throw CommandFailure.usage("--signing-config, --identity-token, --trusted-root, --certificate-identity and"
                    + " --certificate-oidc-issuer are about --keyless: add it, or leave them out");
        }
        return keyless;
    }

    /** @throws CommandFailure that names everything that is missing */
    Order order(Optional<Context> context) {
        if ((identity == null) != (issuer == null)) {
            throw CommandFailure.usage("--certificate-identity and --certificate-oidc-issuer go together");
        }
        List<IdentityRule> expected = expected(context);
        Optional<Bytes> root = Optional.ofNullable(trustedRoot)
                .map(Documents::read)
                .or(() -> context.flatMap(found -> found.pins().root()).map(Pins.PinnedRoot::document));
        List<String> missing = new ArrayList<>();
        if (signingConfig == null) {
            missing.add("--signing-config FILE (where the Sigstore instance is)");
        }
        if (identityToken == null) {
            missing.add("--identity-token REFERENCE (who signs)");
        }
        if (root.isEmpty()) {
            missing.add("--trusted-root FILE, or a context that pins one (whom to believe)");
        }
        if (expected.isEmpty()) {
            missing.add("--certificate-identity with --certificate-oidc-issuer, or a context that pins one (as whom)");
        }
        if (!missing.isEmpty() || signingConfig == null || identityToken == null) {
            throw CommandFailure.usage(
                    "--keyless uses no instance that is not named; missing: " + String.join("; ", missing));
        }
        return new Order(
                Documents.read(signingConfig),
                root.map(TrustRoot::decode).orElseThrow(),
                expected,
                reference(identityToken));
    }

    private List<IdentityRule> expected(Optional<Context> context) {
        if (identity != null && issuer != null) {
            return List.of(IdentityRule.exactly(identity, issuer));
        }
        return context.map(found -> found.pins().identities()).orElse(List.of());
    }

    /** The text is not repeated: somebody may have put the token itself there. */
    private static SecretReference reference(String text) {
        try {
            return SecretReference.parse(text);
        } catch (MalformedException malformed) {
            throw CommandFailure.usage("--identity-token says where the token is, and is not the token itself: "
                    + "for example file:/run/token (mode 0600) or env:ID_TOKEN");
        }
    }
}
