package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.Output;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.CompletenessProof;
import dev.exhibit.crypto.journal.CompletenessVerifier;
import dev.exhibit.crypto.journal.CompletenessVerifier.Complete;
import dev.exhibit.crypto.journal.EvidenceClaim;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.tlog.Checkpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a journal proves about an artifact, checked here. */
record EvidenceProof(CompletenessProof proof, Complete complete) {
    /** Fetches and verifies. */
    static EvidenceProof of(ExhibitClient client, Digest artifact, JournalOptions trust) {
        Optional<Checkpoint> kept = trust.kept();
        OptionalLong since = kept.map(Checkpoint::size).map(OptionalLong::of).orElse(OptionalLong.empty());
        EvidenceProof checked = verify(client.evidenceProof(artifact, since), artifact, trust);
        trust.keep(checked.proof().checkpoint());
        return checked;
    }

    /** Verifies without a network. */
    static EvidenceProof verify(CompletenessProof proof, Digest artifact, JournalOptions trust) {
        CompletenessVerifier verifier =
                new CompletenessVerifier(trust.key(proof.checkpoint().origin()));
        return new EvidenceProof(
                proof,
                JournalOptions.checked(() -> trust.kept()
                        .map(older -> verifier.verifySince(older, artifact, proof))
                        .orElseGet(() -> verifier.verify(artifact, proof))));
    }

    /** Each piece of evidence once, as the last that was said of it. */
    private Map<Digest, EvidenceClaim> claims() {
        Map<Digest, EvidenceClaim> claims = new LinkedHashMap<>();
        complete.acts().forEach(act -> {
            switch (act.fact()) {
                case JournalFact.EvidenceRegistered one ->
                    claims.put(one.claim().digest(), one.claim());
                case JournalFact.EvidenceLinked one -> claims.put(one.claim().digest(), one.claim());
                case JournalFact.BlobStored ignored -> {}
                case JournalFact.BlobGone ignored -> {}
                case JournalFact.Hold ignored -> {}
                case JournalFact.AuditHead ignored -> {}
            }
        });
        return claims;
    }

    void print(Output output) {
        Map<Digest, EvidenceClaim> claims = claims();
        output.line(output.strong(complete.subject().toString()));
        claims.values().forEach(claim -> output.line("  " + oneLine(claim)));
        complete.acts().stream()
                .filter(act -> act.fact() instanceof JournalFact.BlobGone || act.fact() instanceof JournalFact.Hold)
                .forEach(act -> output.line("  " + act.fact().event() + "  " + act.at()));
        output.field("complete", output.good("proven") + ", " + complete.acts().size() + " journal entries");
        output.field("as of", complete.heads().at());
        output.field(
                "journal",
                complete.checkpoint().origin() + ", " + complete.checkpoint().size() + " entries");
        output.result(Json.object()
                .with("result", "complete")
                .with(
                        "evidence",
                        Json.array(claims.keySet().stream()
                                .map(Digest::toString)
                                .map(Json::text)
                                .toList()))
                .with("asOf", complete.heads().at().toString())
                .with("proof", proof.toJson()));
    }

    private static String oneLine(EvidenceClaim claim) {
        String kind = claim.kind() + " ".repeat(Math.max(1, 14 - claim.kind().length()));
        return kind + claim.digest() + "  " + claim.predicateType().orElse(claim.mediaType());
    }
}
