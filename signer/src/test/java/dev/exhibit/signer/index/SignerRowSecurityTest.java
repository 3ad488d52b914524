package dev.exhibit.signer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.RowSecurityContract;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.signer.ArtifactInput;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.Content;
import dev.exhibit.signer.IntentLog.Asked;
import dev.exhibit.signer.Mandate;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.custody.KeyOrder;
import dev.exhibit.signer.root.TrustFiles;
import dev.exhibit.signer.root.TrustVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignerRowSecurityTest extends RowSecurityContract {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(SignerAudit.ROOM);

    @Override
    protected TestDatabase testDatabase() {
        return DATABASE;
    }

    @Override
    protected void fillEachTable(Database database, TenantId tenant) {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        Caller someone = Calls.newTenant().caller();
        Call call = new Call(
                new Caller(tenant, someone.identity(), someone.role()),
                Calls.newTenant().correlation());
        new SigningKeys(new PostgresKeyDirectory(database, clock), new MemoryVault()).ensureActive(call);
        Mandate named = new Mandate(
                call.caller().identity(), "why", Optional.empty(), Optional.empty(), Optional.of(Calls.newKey()));
        new PostgresKeyDirectory(database, clock).prepare(call, new MemoryVault().create(), named);
        new PostgresKeyProposals(database, clock, UUID::randomUUID)
                .propose(call, KeyOrder.prepare(Calls.newKey(), "for the test"));
        TrustFiles files = new TrustFiles(Bytes.utf8("root"), Bytes.utf8("config"));
        new PostgresTrustVersions(database, clock)
                .add(call, new TrustVersion(1, Instant.EPOCH, files, Optional.empty()));
        Digest digest = Hashing.of(Bytes.utf8("artifact"));
        SignRequest order = new SignRequest(
                Calls.newKey(),
                digest,
                new ArtifactInput.Stored(),
                new Content.DssePayload("text/plain", Bytes.utf8("a document")));
        new PostgresIntentLog(database, clock, UUID::randomUUID)
                .open(call, new Asked(order.key(), order.digest(), digest, digest, Allowance.everything()));
        assertThat(new PostgresWaitingOrders(database, clock, UUID::randomUUID).add(call, order))
                .isPresent();
    }
}
