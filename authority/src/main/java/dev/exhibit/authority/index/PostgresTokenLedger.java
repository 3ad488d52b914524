package dev.exhibit.authority.index;

import dev.exhibit.authority.IssuedToken;
import dev.exhibit.authority.OAuthException;
import dev.exhibit.authority.TokenLedger;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * {@link TokenLedger} in table {@code revoked_token} and the audit table. With each revocation, what has expired is deleted,
 * more rows at once than are added.
 */
public final class PostgresTokenLedger implements TokenLedger {
    private static final int SWEPT_AT_ONCE = 100;

    private final Database database;
    private final InstantSource clock;

    public PostgresTokenLedger(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void issued(Call call, IssuedToken.Facts token) {
        Json.Obj detail = Json.object()
                .with("client", token.client())
                .with("audience", token.audience())
                .with("scopes", Json.texts(List.copyOf(token.scopes())))
                .with("expires", token.expires().toString())
                .with("binding", token.binding().toJson());
        AuthorityAudit.ISSUED.record(database, call, token.id().toString(), detail, clock.instant());
    }

    @Override
    public void refused(Call call, String client, OAuthException refusal) {
        Json.Obj detail = Json.object().with("error", refusal.error().wire()).with("why", refusal.description());
        AuthorityAudit.REFUSED.record(database, call, client, detail, clock.instant());
    }

    @Override
    public void revoke(Call call, String token, Instant expires) {
        Instant now = clock.instant();
        database.inTenant(call.tenant(), handle -> {
            int added = handle.createUpdate("insert into authority.revoked_token (tenant, token, expires)"
                            + " values (:tenant, :token, :expires) on conflict do nothing")
                    .bind("tenant", call.tenant().value())
                    .bind("token", token)
                    .bind("expires", expires.atOffset(ZoneOffset.UTC))
                    .execute();
            if (added == 1) {
                AuthorityAudit.REVOKED.append(handle, call, token, Json.object(), now);
            }
            return sweep(handle, now);
        });
    }

    @Override
    public boolean isRevoked(TenantId tenant, String token) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery(
                                "select exists (select 1 from authority.revoked_token where token = :token)")
                        .bind("token", token)
                        .mapTo(Boolean.class)
                        .one());
    }

    private static int sweep(Handle handle, Instant now) {
        return handle.createUpdate(
                        "delete from authority.revoked_token where ctid = any(array("
                                + "select ctid from authority.revoked_token where expires < :now order by expires limit :most))")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("most", SWEPT_AT_ONCE)
                .execute();
    }
}
