package dev.exhibit.cli.serve;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.signer.IntentLog;
import dev.exhibit.signer.IntentSweep;
import dev.exhibit.signer.RemoteArtifacts;
import dev.exhibit.signer.Signer;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.http.SignerRoutes;
import dev.exhibit.signer.index.PostgresIntentLog;
import dev.exhibit.signer.index.PostgresKeyDirectory;
import java.util.List;

/** The signer, put together. */
final class SignerRoom {
    private final Limits limits;
    private final SignatureChecker checker;
    final SigningKeys keys;
    final Signer signer;
    final IntentSweep sweep;

    SignerRoom(
            Database database,
            Vault vault,
            IdentityRegistry identities,
            FetchBlob artifacts,
            RemoteArtifacts elsewhere,
            Limits limits,
            SignatureChecker checker,
            Platform platform) {
        IntentLog intents = new PostgresIntentLog(database, platform.clock(), platform.ids());
        this.limits = limits;
        this.checker = checker;
        this.keys = new SigningKeys(new PostgresKeyDirectory(database, platform.clock()), vault);
        this.signer = new Signer(identities, limits, new LocalArtifacts(artifacts), elsewhere, intents, vault, checker);
        this.sweep = new IntentSweep(intents, platform.clock(), limits.intentTime());
    }

    List<Route> routes() {
        return new SignerRoutes(signer, keys, limits, checker).routes();
    }
}
