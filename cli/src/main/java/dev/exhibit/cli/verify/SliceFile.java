package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.sbom.SliceRefusedException;
import dev.exhibit.crypto.sbom.SliceVerifier;
import dev.exhibit.crypto.verify.Check;
import dev.exhibit.crypto.verify.Claim;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.RefusalCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A slice of an SBOM as a file, with its proof beside it.
 *
 * @param file the slice
 */
public record SliceFile(Path file) {
    /** What a proof's file is named after that of its slice. */
    public static final String PROOF_SUFFIX = ".proof.json";

    /** Where the proof is. */
    public Path proof() {
        return file.resolveSibling(file.getFileName() + PROOF_SUFFIX);
    }

    /**
     * The verdict with the slice: it must hold against one of the commitments that were verified. A verdict without
     * evidence, or that is a refusal already, stays as it is.
     */
    public Verdict in(Verdict verdict) {
        if (verdict.status() != Verdict.Status.VERIFIED) {
            return verdict;
        }
        Bytes slice = Documents.read(file);
        Bytes proof = Documents.read(proof());
        List<Verdict.Line> lines = new ArrayList<>(verdict.lines());
        Optional<Outcome.Refused> refused = Optional.empty();
        for (int at = 0; at < lines.size(); at++) {
            Verdict.Line line = lines.get(at);
            Optional<Statement> commitment = commitment(line.outcome());
            if (commitment.isPresent() && line.outcome() instanceof Outcome.Verified verified) {
                try {
                    SliceVerifier.Proven proven = SliceVerifier.verify(slice, proof, commitment.get());
                    lines.set(at, new Verdict.Line(line.evidence(), with(verified, proven)));
                    return new Verdict(verdict.name(), verdict.digest(), lines, verdict.decision());
                } catch (SliceRefusedException wrong) {
                    refused = Optional.of(wrong.outcome());
                }
            }
        }
        lines.addFirst(new Verdict.Line(file.toString(), refused.orElseGet(SliceFile::withoutCommitment)));
        return new Verdict(verdict.name(), verdict.digest(), lines, Optional.empty());
    }

    private static Optional<Statement> commitment(Outcome outcome) {
        return outcome instanceof Outcome.Verified verified
                        && verified.claim() instanceof Claim.Attested attested
                        && attested.statement().predicateType().equals(PredicateTypes.SBOM_COMMITMENT)
                ? Optional.of(attested.statement())
                : Optional.empty();
    }

    private static Outcome with(Outcome.Verified verified, SliceVerifier.Proven proven) {
        Check check = new Check(
                Check.Name.SLICE,
                proven.components() + " components, " + proven.edges() + " edges of SBOM "
                        + proven.commitment().sbom());
        return new Outcome.Verified(
                Stream.concat(verified.checks().stream(), Stream.of(check)).toList(),
                verified.artifact(),
                verified.key(),
                verified.claim(),
                verified.evidence());
    }

    private static Outcome.Refused withoutCommitment() {
        return Outcome.Refused.of(
                RefusalCode.COMMITMENT_MISSING,
                "a bundle that attests " + PredicateTypes.SBOM_COMMITMENT,
                "none among those that were verified",
                List.of());
    }
}
