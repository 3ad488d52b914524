package dev.exhibit.cli.serve;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.config.KeyApprovals;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.verify.BundleMaker;
import dev.exhibit.boundary.verify.OwnVerifier;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.signer.IntentLog;
import dev.exhibit.signer.IntentSweep;
import dev.exhibit.signer.KeyDirectory;
import dev.exhibit.signer.ProducerGate;
import dev.exhibit.signer.RemoteArtifacts;
import dev.exhibit.signer.Signer;
import dev.exhibit.signer.SignerPorts;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.WaitingOrders;
import dev.exhibit.signer.custody.KeyAct;
import dev.exhibit.signer.custody.KeyCustody;
import dev.exhibit.signer.http.KeyRoutes;
import dev.exhibit.signer.http.SignerRoutes;
import dev.exhibit.signer.index.PostgresIntentLog;
import dev.exhibit.signer.index.PostgresKeyDirectory;
import dev.exhibit.signer.index.PostgresKeyProposals;
import dev.exhibit.signer.index.PostgresRefusalLog;
import dev.exhibit.signer.index.PostgresWaitingOrders;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The signer, put together. */
final class SignerRoom {
    private final Limits limits;
    private final OwnVerifier verifier;
    final SigningKeys keys;
    final Signer signer;
    final WaitingOrders waiting;
    final IntentSweep sweep;
    private final KeyCustody custody;

    SignerRoom(
            Database database,
            Vault vault,
            IdentityRegistry identities,
            Settings settings,
            EvidenceRoom evidence,
            RemoteArtifacts elsewhere,
            TimeRoom time,
            Platform platform) {
        this.waiting = new PostgresWaitingOrders(database, platform.clock(), platform.ids());
        IntentLog intents = new PostgresIntentLog(database, platform.clock(), platform.ids());
        this.limits = settings.limits();
        this.verifier = time.verifier;
        KeyDirectory directory = new PostgresKeyDirectory(database, platform.clock());
        this.keys = new SigningKeys(directory, vault);
        this.custody = new KeyCustody(
                directory,
                new PostgresKeyProposals(database, platform.clock(), platform.ids()),
                vault,
                identities,
                platform.clock(),
                needTwo(settings.custody()));
        this.signer = new Signer(
                new SignerPorts(
                        identities,
                        new LocalArtifacts(evidence.fetchBlob),
                        elsewhere,
                        producers(settings, evidence, directory, intents),
                        new PostgresRefusalLog(database, platform.clock()),
                        intents,
                        vault,
                        time.timestamps),
                limits,
                time.watch,
                time.checker);
        this.sweep = new IntentSweep(intents, platform.clock(), limits.intentTime());
    }

    List<Route> routes(BundleMaker bundles) {
        return Stream.concat(
                        new SignerRoutes(signer, limits, bundles).routes().stream(),
                        new KeyRoutes(custody, limits).routes().stream())
                .toList();
    }

    private Optional<ProducerGate> producers(
            Settings settings, EvidenceRoom evidence, KeyDirectory directory, IntentLog intents) {
        if (settings.producers().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ProducerGate(
                settings.producers(),
                new LocalAttestations(evidence.findEvidence, evidence.fetchBlob),
                directory,
                intents,
                verifier));
    }

    private static Set<KeyAct> needTwo(KeyApprovals approvals) {
        return Stream.of(KeyAct.values())
                .filter(act -> demanded(approvals, act) > 1)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static int demanded(KeyApprovals approvals, KeyAct act) {
        return switch (act) {
            case PREPARE -> approvals.prepare();
            case ACTIVATE -> approvals.activate();
            case TAINT -> approvals.taint();
            case REVOKE -> approvals.revoke();
            case DESTROY -> approvals.destroy();
        };
    }
}
