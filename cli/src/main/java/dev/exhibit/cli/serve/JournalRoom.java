package dev.exhibit.cli.serve;

import dev.exhibit.boundary.audit.AuditSource;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.evidence.EvidenceGraph;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.EvidenceOfArtifact;
import dev.exhibit.evidence.PageCursors;
import dev.exhibit.evidence.ReadAudit;
import dev.exhibit.evidence.Receipts;
import dev.exhibit.evidence.http.ArtifactRoutes;
import dev.exhibit.evidence.http.AuditRoutes;
import dev.exhibit.evidence.index.PostgresAuditSeals;
import dev.exhibit.evidence.index.PostgresJournal;
import dev.exhibit.evidence.index.PostgresReadAudit;
import dev.exhibit.evidence.journal.AuditSeals;
import dev.exhibit.evidence.journal.Journal;
import dev.exhibit.evidence.journal.ProveEvidence;
import dev.exhibit.evidence.journal.SealAudit;
import dev.exhibit.evidence.journal.SealRounds;
import dev.exhibit.evidence.journal.ShowAudit;
import dev.exhibit.evidence.journal.SignedReceipts;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What makes the store provable, put together: receipts, proofs, and the sealing of audit records. */
final class JournalRoom {
    /** How often new records are sealed: each is within a second. */
    private static final Duration ROUND = Duration.ofMillis(500);
    /** How often all tenants are looked at, for what another process left. */
    private static final Duration SWEEP = Duration.ofSeconds(10);

    final ReadAudit reads;
    final Receipts receipts;
    final Journal journal;
    private final AuditSeals seals;
    private final List<AuditSource> sources;
    private final LogRoom logs;
    private final ProveEvidence proofs;
    final PageCursors cursors;
    private final SealRounds rounds;
    private final SealAudit seal;

    /** @param told the store's database, for acts of callers */
    JournalRoom(
            Database told,
            Databases databases,
            LogRoom logs,
            SealRounds rounds,
            SignatureChecker checker,
            Platform platform) {
        this.journal = new PostgresJournal(databases.evidence());
        this.seals = new PostgresAuditSeals(databases.evidence());
        this.sources = databases.audits();
        this.logs = logs;
        this.reads = new PostgresReadAudit(told, platform.clock());
        this.receipts = new SignedReceipts(journal, logs.reader, logs.keys);
        this.proofs = new ProveEvidence(journal, logs.reader, logs.keys, checker);
        byte[] secret = new byte[Digest.SIZE];
        platform.random().nextBytes(secret);
        this.cursors = new PageCursors(Bytes.owned(secret), platform.clock());
        this.rounds = rounds;
        this.seal = new SealAudit(sources, seals, platform.clock());
    }

    List<Route> routes(EvidenceIndex index) {
        return Stream.concat(
                        new ArtifactRoutes(
                                        new EvidenceOfArtifact(index, journal),
                                        new EvidenceGraph(index),
                                        proofs,
                                        cursors,
                                        reads)
                                .routes().stream(),
                        new AuditRoutes(new ShowAudit(sources, seals, logs.reader), reads).routes().stream())
                .toList();
    }

    HealthCheck check() {
        return HealthCheck.notice("audit", rounds::problem);
    }

    void keepUp(Upkeep upkeep, Function<TenantId, Call> calls, Supplier<? extends Collection<TenantId>> tenants) {
        upkeep.every(ROUND, "audit", () -> rounds.run(seal, calls, logs.grow::touched));
        upkeep.every(SWEEP, "audit of all", () -> rounds.touched(tenants.get()));
    }
}
