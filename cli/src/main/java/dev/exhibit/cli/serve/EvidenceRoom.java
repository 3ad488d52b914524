package dev.exhibit.cli.serve;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.evidence.ChangesOfArtifact;
import dev.exhibit.evidence.DeriveSlice;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.EvidenceLinks;
import dev.exhibit.evidence.ExplainSlice;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.FindEvidence;
import dev.exhibit.evidence.Grounds;
import dev.exhibit.evidence.LongDocuments;
import dev.exhibit.evidence.QuotaBlobStore;
import dev.exhibit.evidence.ReceiveUpload;
import dev.exhibit.evidence.Reconcile;
import dev.exhibit.evidence.RegisterEvidence;
import dev.exhibit.evidence.ReplayDerivation;
import dev.exhibit.evidence.SplitVex;
import dev.exhibit.evidence.StoreAttestation;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.StoreSummary;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.blob.Quarantine;
import dev.exhibit.evidence.blob.UploadParts;
import dev.exhibit.evidence.derive.Functions;
import dev.exhibit.evidence.http.BlobRoutes;
import dev.exhibit.evidence.http.EvidenceRoutes;
import dev.exhibit.evidence.http.ExplainRoutes;
import dev.exhibit.evidence.http.LinkRoutes;
import dev.exhibit.evidence.http.UploadRoutes;
import dev.exhibit.evidence.index.PostgresEvidenceIndex;
import dev.exhibit.evidence.index.PostgresEvidenceLinks;
import dev.exhibit.evidence.index.PostgresMentions;
import dev.exhibit.evidence.index.PostgresQuarantineRecord;
import dev.exhibit.evidence.index.PostgresUploadLedger;
import dev.exhibit.evidence.mention.FindPackage;
import dev.exhibit.evidence.mention.MentionIndex;
import dev.exhibit.evidence.mention.ReadMentions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The evidence store, put together. */
final class EvidenceRoom {
    private static final Duration COMPARE = Duration.ofHours(6);

    /** How long one long document waits for another. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration SWEEP = Duration.ofMinutes(1);

    /** How often documents are read for the packages that they name; whoever asks meanwhile has short ones read at once. */
    private static final Duration READ = Duration.ofSeconds(10);

    private final BlobStore blobs;
    private final EvidenceIndex index;
    private final Limits limits;
    private final Platform platform;
    private final JournalRoom journal;
    private final LongDocuments documents = new LongDocuments(PATIENCE);
    private final EvidenceLinks links;
    private final MentionIndex mentions;
    private final ReadMentions reading;
    final StoreBlob storeBlob;
    final FetchBlob fetchBlob;
    final FindEvidence findEvidence;
    private final ReceiveUpload receiveUpload;
    final StoreAttestation storeAttestation;
    final StoreSummary storeSummary;

    EvidenceRoom(
            ObjectStore objects,
            Metrics metrics,
            Database database,
            JournalRoom journal,
            Limits limits,
            Quotas quotas,
            Function<TenantId, Call> own,
            Platform platform) {
        this.journal = journal;
        this.index = new PostgresEvidenceIndex(database);
        this.blobs = new QuotaBlobStore(
                new ChunkedBlobs(
                        objects,
                        new Quarantine(
                                objects,
                                found -> metrics.damaged(),
                                new PostgresQuarantineRecord(database, own, platform.clock()))),
                index,
                quotas,
                System::nanoTime);
        this.limits = limits;
        this.platform = platform;
        this.links = new PostgresEvidenceLinks(database);
        this.mentions = new PostgresMentions(database);
        this.reading = new ReadMentions(mentions, index, blobs, documents, limits, platform.clock());
        this.storeBlob = new StoreBlob(blobs, index, limits, platform.clock());
        this.fetchBlob = new FetchBlob(blobs, index);
        this.findEvidence = new FindEvidence(index);
        this.receiveUpload = new ReceiveUpload(
                storeBlob,
                new UploadParts(objects),
                new PostgresUploadLedger(database),
                index,
                quotas,
                limits,
                platform.clock(),
                platform.ids());
        this.storeAttestation = new StoreAttestation(blobs, index, platform.clock());
        this.storeSummary = new StoreSummary(blobs, index, platform.clock());
    }

    List<Route> routes() {
        List<Route> routes =
                new ArrayList<>(new BlobRoutes(storeBlob, fetchBlob, journal.receipts, journal.reads, limits).routes());
        routes.addAll(new UploadRoutes(receiveUpload, journal.receipts, limits).routes());
        routes.addAll(new EvidenceRoutes(
                        fetchBlob,
                        new RegisterEvidence(blobs, index, documents, limits, platform.clock()),
                        findEvidence,
                        new DeriveSlice(blobs, index, documents, limits, platform.clock()),
                        new ReplayDerivation(blobs, index, Functions.standard(), documents, limits),
                        journal.receipts,
                        journal.reads,
                        limits)
                .routes());
        routes.addAll(new ExplainRoutes(
                        new SplitVex(blobs, index, documents, limits, platform.clock()),
                        new ExplainSlice(blobs, index, documents, limits, platform.clock()),
                        limits)
                .routes());
        routes.addAll(journal.routes(index));
        routes.addAll(new LinkRoutes(
                        new FindPackage(mentions, reading),
                        new ChangesOfArtifact(index, links, journal.journal, mentions, reading, fetchBlob, documents),
                        new Grounds(index, links, fetchBlob, documents),
                        journal.cursors,
                        journal.reads)
                .routes());
        return List.copyOf(routes);
    }

    /** Compares names, which may take long in a bucket, and forgets uploads that nobody goes on with. */
    void keepUp(Closing closing, Supplier<? extends Collection<TenantId>> tenants, Consumer<String> report) {
        Reconcile reconcile = new Reconcile(blobs, index);
        new Upkeep(closing, "reconcile").every(COMPARE, "reconcile", () -> tell(reconcile.run(tenants.get()), report));
        new Upkeep(closing, "packages").every(READ, "packages", tenants, reading::all);
        new Upkeep(closing, "uploads").every(SWEEP, "uploads", tenants, receiveUpload::sweep);
    }

    private static void tell(Reconcile.Report found, Consumer<String> report) {
        if (found.missing() > 0) {
            report.accept("MISSING: " + found.missing() + " of " + found.known()
                    + " stored blobs are gone from the store; see the log");
        }
    }
}
