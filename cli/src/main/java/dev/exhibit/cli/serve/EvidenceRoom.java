package dev.exhibit.cli.serve;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.evidence.DeriveSlice;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.FindEvidence;
import dev.exhibit.evidence.QuotaBlobStore;
import dev.exhibit.evidence.Reconcile;
import dev.exhibit.evidence.RegisterEvidence;
import dev.exhibit.evidence.ReplayDerivation;
import dev.exhibit.evidence.StoreAttestation;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.DirectoryBlobStore;
import dev.exhibit.evidence.derive.Functions;
import dev.exhibit.evidence.http.EvidenceRoutes;
import dev.exhibit.evidence.index.PostgresEvidenceIndex;
import java.nio.file.Path;
import java.util.List;

/** The evidence store, put together. */
final class EvidenceRoom {
    private final BlobStore blobs;
    private final EvidenceIndex index;
    private final Limits limits;
    private final Platform platform;
    final StoreBlob storeBlob;
    final FetchBlob fetchBlob;
    final FindEvidence findEvidence;
    final StoreAttestation storeAttestation;

    EvidenceRoom(Path folder, Database database, Limits limits, Quotas quotas, Platform platform) {
        this.index = new PostgresEvidenceIndex(database);
        this.blobs =
                new QuotaBlobStore(DirectoryBlobStore.open(folder, platform.ids()), index, quotas, System::nanoTime);
        this.limits = limits;
        this.platform = platform;
        this.storeBlob = new StoreBlob(blobs, index, limits, platform.clock());
        this.fetchBlob = new FetchBlob(blobs, index);
        this.findEvidence = new FindEvidence(index);
        this.storeAttestation = new StoreAttestation(blobs, index, platform.clock());
    }

    List<Route> routes() {
        return new EvidenceRoutes(
                        storeBlob,
                        fetchBlob,
                        new RegisterEvidence(fetchBlob, index, limits, platform.clock()),
                        findEvidence,
                        new DeriveSlice(blobs, index, limits, platform.clock()),
                        new ReplayDerivation(blobs, index, Functions.standard(), limits),
                        limits)
                .routes();
    }

    /** Puts right what a restart has to put right. */
    Reconcile reconcile() {
        return new Reconcile(blobs, index);
    }
}
