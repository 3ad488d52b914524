package dev.exhibit.crypto.conformance;

import dev.exhibit.crypto.conformance.VerifyBundleCommand.Signer;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.IdentityRule;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Answers {@code verify-bundle} of the sigstore-conformance protocol: exit code 0 if verified, 1 if not, 2 for misuse. */
public final class Conformance {
    private static final int VERIFIED = 0;
    private static final int REFUSED = 1;
    private static final int MISUSED = 2;

    private final TrustRoot usual;
    private final InstantSource clock;
    private final SignatureChecker checker;

    /** @param usual whom to believe where {@code --trusted-root} is not given */
    public Conformance(TrustRoot usual, InstantSource clock, SignatureChecker checker) {
        this.usual = usual;
        this.clock = clock;
        this.checker = checker;
    }

    /** @param out gets the outcome as JSON, or what is wrong with the arguments */
    public int run(List<String> arguments, PrintStream out) {
        try {
            Outcome outcome = verify(VerifyBundleCommand.parse(arguments));
            out.println(CanonicalJson.of(outcome.toJson()).bytes().asLenientText());
            return switch (outcome) {
                case Outcome.Verified ignored -> VERIFIED;
                case Outcome.Refused ignored -> REFUSED;
            };
        } catch (MalformedException misuse) {
            out.println(misuse.detail());
            return MISUSED;
        } catch (UncheckedIOException unreadable) {
            out.println("cannot read a file: " + unreadable.getMessage());
            return MISUSED;
        }
    }

    private Outcome verify(VerifyBundleCommand command) {
        TrustRoot root =
                command.trustedRoot().map(file -> TrustRoot.decode(read(file))).orElse(usual);
        Artifact artifact = command.byDigest()
                ? new Artifact.Named(Digest.parse(command.artifact()))
                : new Artifact.Whole(read(Path.of(command.artifact())));
        return verifier(command.signer(), root).verify(read(command.bundle()), artifact, clock.instant());
    }

    private Verifier verifier(Signer signer, TrustRoot root) {
        return switch (signer) {
            case Signer.Identity identity ->
                new Verifier(
                        Trust.in(root),
                        Demands.ofKeyless(List.of(IdentityRule.exactly(identity.subject(), identity.issuer()))),
                        checker);
            case Signer.Key key -> {
                String pem = read(key.pem()).asLenientText();
                Trust trust = new Trust(Set.of(VerificationKey.fromPem(pem)), root, Set.of());
                Demands demands = Demands.ofKeyless(List.of()).atLeast(0, 0, 0);
                yield new Verifier(trust, demands, checker);
            }
        };
    }

    private static Bytes read(Path file) {
        try {
            return Bytes.owned(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
