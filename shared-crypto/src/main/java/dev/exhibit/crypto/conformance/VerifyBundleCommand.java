package dev.exhibit.crypto.conformance;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of {@code verify-bundle [--staging] --bundle F (--certificate-identity I --certificate-oidc-issuer U |
 * --key PEM) [--trusted-root F] FILE_OR_DIGEST}, in this order.
 *
 * @param staging whether the staging instance is meant
 * @param bundle file
 * @param signer whose signature counts
 * @param trustedRoot file
 * @param artifact file, or a digest as {@code sha256:…}
 */
record VerifyBundleCommand(boolean staging, Path bundle, Signer signer, Optional<Path> trustedRoot, String artifact) {
    private static final String NAME = "verify-bundle";

    /** Whose signature counts. */
    sealed interface Signer {
        record Identity(String subject, String issuer) implements Signer {}

        record Key(Path pem) implements Signer {}
    }

    /** @throws MalformedException for anything else than the protocol's form */
    static VerifyBundleCommand parse(List<String> arguments) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        require(rest, NAME);
        boolean staging = take(rest, "--staging");
        require(rest, "--bundle");
        Path bundle = Path.of(next(rest));
        Signer signer = signer(rest);
        Optional<Path> root = take(rest, "--trusted-root") ? Optional.of(Path.of(next(rest))) : Optional.empty();
        String artifact = next(rest);
        if (!rest.isEmpty()) {
            throw usage("too many arguments");
        }
        return new VerifyBundleCommand(staging, bundle, signer, root, artifact);
    }

    private static Signer signer(Deque<String> rest) {
        if (take(rest, "--key")) {
            return new Signer.Key(Path.of(next(rest)));
        }
        require(rest, "--certificate-identity");
        String subject = next(rest);
        require(rest, "--certificate-oidc-issuer");
        return new Signer.Identity(subject, next(rest));
    }

    /** Whether the artifact is given by its digest. */
    boolean byDigest() {
        return Digest.isDigest(artifact);
    }

    private static boolean take(Deque<String> rest, String expected) {
        if (expected.equals(rest.peek())) {
            rest.remove();
            return true;
        }
        return false;
    }

    private static void require(Deque<String> rest, String expected) {
        if (!take(rest, expected)) {
            throw usage("expected " + expected);
        }
    }

    private static String next(Deque<String> rest) {
        if (rest.isEmpty()) {
            throw usage("an argument is missing");
        }
        return rest.remove();
    }

    private static MalformedException usage(String why) {
        return new MalformedException(Reason.BAD_VALUE, why);
    }
}
