package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.VerificationMaterial.Signer;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.policy.Decision;
import dev.exhibit.crypto.policy.PolicyVerifier;
import dev.exhibit.crypto.policy.Situation;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.RefusalCode;
import dev.exhibit.crypto.verify.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Lets the offline verifier judge the evidence of one artifact after the other, by one trust and at one time. */
public final class Judge {
    /** Signatures over the bytes themselves need all of them in memory. */
    private static final long MAX_WHOLE = 1L << 30;

    private final Trust trust;
    private final Instant now;
    private final Verifier byKey;
    private final Verifier byIdentity;
    private final Optional<PolicyVerifier> byPolicy;

    public Judge(Trust trust, SignatureChecker checker, Instant now) {
        this.trust = trust;
        this.now = now;
        TrustRoot root = trust.root().map(Trust.Root::root).orElseGet(TrustRoot::empty);
        // A certificate is good for minutes, so it needs a log and a time; a managed key stands for itself. What a
        // service of ours makes is in its log: who pinned that wants to see it there.
        boolean isLogged =
                trust.spelling() == Demands.Spelling.CANONICAL && !root.logs().isEmpty();
        Demands keyless = Demands.ofKeyless(trust.identities()).spelled(trust.spelling());
        this.byIdentity = new Verifier(dev.exhibit.crypto.verify.Trust.in(root), keyless, checker);
        this.byKey = new Verifier(
                new dev.exhibit.crypto.verify.Trust(trust.keys(), root, Set.of(), trust.history()),
                keyless.by(List.of()).atLeast(isLogged ? 1 : 0, 0, 1),
                checker);
        this.byPolicy = trust.policy()
                .map(policy -> new PolicyVerifier(policy, root, Set.of(), trust.history(), trust.spelling(), checker));
    }

    /**
     * Judges one artifact.
     *
     * @param digest of the artifact, as it was computed
     * @param evidence the bundles that are there
     */
    public Verdict judge(InHand artifact, Digest digest, List<Evidence> evidence) {
        Optional<Digest> other = artifact.promised().filter(promised -> !promised.equals(digest));
        if (other.isPresent()) {
            return new Verdict(artifact.name(), digest, List.of(notPromised(other.get(), digest)), Optional.empty());
        }
        List<Bytes> bundles = evidence.stream().map(Evidence::bundle).toList();
        Judged judged = judge(bundles, new Artifact.Named(digest));
        if (judged.needsBytes() && artifact.place().isPresent()) {
            judged = judge(bundles, whole(artifact.place().get(), digest));
        }
        return judged.verdict(artifact.name(), digest, evidence);
    }

    private record Judged(List<Outcome> outcomes, Optional<Decision> decision) {
        boolean needsBytes() {
            return outcomes.stream()
                    .anyMatch(outcome -> outcome instanceof Outcome.Refused refused
                            && refused.code() == RefusalCode.ARTIFACT_BYTES_NEEDED);
        }

        Verdict verdict(String name, Digest digest, List<Evidence> evidence) {
            List<Verdict.Line> lines = IntStream.range(0, outcomes.size())
                    .mapToObj(i -> new Verdict.Line(evidence.get(i).name(), outcomes.get(i)))
                    .toList();
            return new Verdict(name, digest, lines, decision);
        }
    }

    private Judged judge(List<Bytes> bundles, Artifact artifact) {
        if (byPolicy.isPresent() && !bundles.isEmpty()) {
            Instant fetched = trust.root().map(Trust.Root::fetched).orElse(Instant.EPOCH);
            Decision decision = byPolicy.get().decide(bundles, artifact, new Situation(now, fetched));
            return new Judged(decision.outcomes(), Optional.of(decision));
        }
        return new Judged(
                bundles.stream()
                        .map(bundle -> verifier(bundle).verify(bundle, artifact, now))
                        .toList(),
                Optional.empty());
    }

    /** By what the bundle claims to be signed with; a claim is all that is needed to choose who looks at it. */
    private Verifier verifier(Bytes bundle) {
        if (trust.keys().isEmpty() || trust.identities().isEmpty()) {
            return trust.keys().isEmpty() ? byIdentity : byKey;
        }
        try {
            return switch (Bundle.decode(bundle).material().signer()) {
                case Signer.ManagedKey ignored -> byKey;
                case Signer.CertificateChain ignored -> byIdentity;
            };
        } catch (MalformedException malformed) {
            return byKey;
        }
    }

    private static Verdict.Line notPromised(Digest promised, Digest found) {
        return new Verdict.Line(
                "checksum",
                Outcome.Refused.of(RefusalCode.ARTIFACT_NOT_SUBJECT, promised.toString(), found.toString(), List.of()));
    }

    private static Artifact whole(Path file, Digest digest) {
        try {
            if (Files.size(file) > MAX_WHOLE) {
                throw CommandFailure.usage(
                        file + " is larger than 1 GiB, and its signature is over the bytes themselves,"
                                + " which must fit into memory; ask the signer for an attestation or an ECDSA signature");
            }
            Artifact whole = new Artifact.Whole(Bytes.owned(Files.readAllBytes(file)));
            if (!whole.digest().equals(digest)) {
                throw new CommandFailure(
                        ExitCode.UNAVAILABLE,
                        file + " was changed while it was verified; try again when it is at rest");
            }
            return whole;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
