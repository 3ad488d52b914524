package dev.exhibit.cli.chaos;

import dev.exhibit.cli.InstalledProgram;
import dev.exhibit.cli.chaos.Acknowledged.Act;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Attested;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.EvidenceRecord;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Registration;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.CompletenessVerifier;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.crypto.journal.JournalRefusedException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Verifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what one client was told with what the service has now. For one thread. */
final class Judgement {
    private final ExhibitClient service;
    private final Worker worker;
    private final Observer journal;
    private final Findings findings;
    private final Verifier verifier;
    private final List<Acknowledged> all;

    Judgement(Context context, ExhibitClient service, Worker worker, Observer journal, Findings findings) {
        this.service = service;
        this.worker = worker;
        this.journal = journal;
        this.findings = findings;
        this.verifier = new Verifier(context.pins().trust(), Demands.ofOurs(), SignatureChecker.standard());
        this.all = worker.acknowledged();
    }

    void all() {
        all.forEach(this::bytes);
        all.stream().filter(one -> one.act() == Act.ATTESTATION).forEach(this::attestation);
        Map<Digest, List<Acknowledged>> subjects =
                all.stream().filter(one -> one.act() != Act.BLOB).collect(Collectors.groupingBy(Acknowledged::subject));
        subjects.forEach(this::subject);
    }

    /** Only what was acknowledged last. */
    void newest(int count) {
        all.subList(Math.max(0, all.size() - count), all.size()).forEach(this::bytes);
    }

    /** The bytes are there and right. */
    private void bytes(Acknowledged one) {
        demand("lost", one, () -> service.blob(one.evidence()));
    }

    /** The same key gives the same bytes, which verify. */
    private void attestation(Acknowledged one) {
        demand("lost", one, () -> {
            Attested again = service.attest(
                    InstalledProgram.provenance(one.key(), one.subject()), worker.artifact(one.key()), false);
            if (!again.evidence().equals(one.evidence())) {
                findings.add("duplicate", "two attestations for the key " + one.key());
            }
            Outcome outcome = verifier.verify(
                    service.attestation(one.evidence()), new Artifact.Named(one.subject()), Instant.now());
            if (!(outcome instanceof Outcome.Verified)) {
                findings.add("unverifiable", one.line() + ": " + outcome);
            }
        });
    }

    /** All that was acknowledged is listed once, with its links, and nothing else; the journal proves that list whole. */
    private void subject(Digest subject, List<Acknowledged> acknowledged) {
        demand("lost", acknowledged.getFirst(), () -> {
            Map<Digest, List<EvidenceRecord>> listed =
                    service.evidenceOf(subject).stream().collect(Collectors.groupingBy(EvidenceRecord::digest));
            listed.forEach((digest, records) -> {
                if (records.size() > 1) {
                    findings.add("duplicate", digest + " is listed twice for " + subject);
                }
            });
            acknowledged.forEach(one -> listed(one, listed.getOrDefault(one.evidence(), List.of())));
            boolean attested = acknowledged.stream().anyMatch(one -> one.act() == Act.ATTESTATION);
            if (attested && listed.size() != 1) {
                findings.add("duplicate", listed.size() + " attestations of " + subject);
            }
            proven(subject, listed.keySet());
        });
    }

    private void listed(Acknowledged one, List<EvidenceRecord> records) {
        List<Digest> links = records.stream()
                .flatMap(record -> record.links().stream())
                .map(Registration.Link::target)
                .toList();
        if (records.isEmpty() || !links.containsAll(one.links())) {
            findings.add("lost", "not listed with its links: " + one.line());
        }
    }

    private void proven(Digest subject, Set<Digest> listed) {
        try {
            var proof = service.evidenceProof(subject, OptionalLong.empty());
            var complete =
                    new CompletenessVerifier(journal.key(proof.checkpoint().origin())).verify(subject, proof);
            List<Digest> registered = complete.acts().stream()
                    .filter(act -> act.fact() instanceof JournalFact.EvidenceRegistered)
                    .map(act -> ((JournalFact.EvidenceRegistered) act.fact())
                            .claim()
                            .digest())
                    .toList();
            if (!Set.copyOf(registered).equals(listed) || registered.size() != listed.size()) {
                findings.add("incomplete", "of " + subject + " the journal has " + registered + ", listed " + listed);
            }
        } catch (JournalRefusedException refused) {
            findings.add("incomplete", subject + ": " + refused.getMessage());
        }
    }

    private void demand(String kind, Acknowledged one, Runnable check) {
        try {
            check.run();
        } catch (ClientProblem refused) {
            findings.add(kind, one.line() + ": " + refused.getMessage());
        }
    }
}
