package dev.exhibit.signer.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.signer.root.TrustFiles;
import dev.exhibit.signer.root.TrustVersion;
import dev.exhibit.signer.root.TrustVersions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** {@link TrustVersions} in table {@code trust_root}, whose triggers refuse every change but the one signature. */
public final class PostgresTrustVersions implements TrustVersions {
    private static final String SELECT =
            "select version, prepared, trusted_root, signing_config, envelope from signer.trust_root ";

    private final Database database;
    private final InstantSource clock;

    public PostgresTrustVersions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<TrustVersion> newest(Call call) {
        return database.inTenant(call.tenant(), PostgresTrustVersions::newest);
    }

    @Override
    public Optional<TrustVersion> published(Call call) {
        return database.inTenant(call.tenant(), PostgresTrustVersions::published);
    }

    @Override
    public Optional<TrustVersion> find(Call call, long number) {
        return database.inTenant(call.tenant(), handle -> find(handle, number));
    }

    @Override
    public boolean add(Call call, TrustVersion next) {
        return database.inTenant(call.tenant(), handle -> {
            long highest = newest(handle).map(TrustVersion::number).orElse(0L);
            if (next.number() != highest + 1 || insert(handle, call, next) == 0) {
                return false;
            }
            audit(handle, call, next, SignerAudit.TRUST_PREPARED);
            return true;
        });
    }

    @Override
    public boolean publish(Call call, long number, Bytes envelope) {
        return database.inTenant(call.tenant(), handle -> {
            int changed = handle.createUpdate(
                            "update signer.trust_root set envelope = :envelope where version = :version"
                                    + " and envelope is null and not exists (select from signer.trust_root as higher"
                                    + " where higher.version > :version and higher.envelope is not null)")
                    .bind("envelope", envelope.toArray())
                    .bind("version", number)
                    .execute();
            Optional<TrustVersion> found = find(handle, number);
            found.filter(signed -> changed == 1)
                    .ifPresent(signed -> audit(handle, call, signed, SignerAudit.TRUST_PUBLISHED));
            return found.flatMap(TrustVersion::envelope).map(envelope::equals).orElse(false);
        });
    }

    private static int insert(Handle handle, Call call, TrustVersion next) {
        return handle.createUpdate("insert into signer.trust_root (tenant, version, prepared, trusted_root,"
                        + " signing_config, envelope) values (:tenant, :version, :prepared, :root, :config, :envelope)"
                        + " on conflict do nothing")
                .bind("tenant", call.tenant().value())
                .bind("version", next.number())
                .bind("prepared", next.prepared().atOffset(ZoneOffset.UTC))
                .bind("root", next.files().trustedRoot().toArray())
                .bind("config", next.files().signingConfig().toArray())
                .bind("envelope", next.envelope().map(Bytes::toArray))
                .execute();
    }

    private static Optional<TrustVersion> newest(Handle handle) {
        return handle.createQuery(SELECT + "order by version desc limit 1")
                .map(PostgresTrustVersions::read)
                .findOne();
    }

    private static Optional<TrustVersion> published(Handle handle) {
        return handle.createQuery(SELECT + "where envelope is not null order by version desc limit 1")
                .map(PostgresTrustVersions::read)
                .findOne();
    }

    private static Optional<TrustVersion> find(Handle handle, long number) {
        return handle.createQuery(SELECT + "where version = :version")
                .bind("version", number)
                .map(PostgresTrustVersions::read)
                .findOne();
    }

    private void audit(Handle handle, Call call, TrustVersion version, SignerAudit act) {
        Json.Obj detail = Json.object()
                .with("trustedRoot", Hashing.of(version.files().trustedRoot()).toString())
                .with(
                        "signingConfig",
                        Hashing.of(version.files().signingConfig()).toString());
        act.append(
                handle,
                call,
                Long.toString(version.number()),
                detail,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private static TrustVersion read(ResultSet row, StatementContext context) throws SQLException {
        return new TrustVersion(
                row.getLong("version"),
                row.getObject("prepared", OffsetDateTime.class).toInstant(),
                new TrustFiles(Bytes.owned(row.getBytes("trusted_root")), Bytes.owned(row.getBytes("signing_config"))),
                Optional.ofNullable(row.getBytes("envelope")).map(Bytes::owned));
    }
}
