package dev.exhibit.authority.index;

import dev.exhibit.authority.enrolment.EnrolmentCodes;
import dev.exhibit.authority.enrolment.EnrolmentRefusal;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * {@link EnrolmentCodes} in table {@code enrolment_code}: the row's lock says who was first. With each new code, some that
 * have expired for a day are deleted.
 */
public final class PostgresEnrolmentCodes implements EnrolmentCodes {
    private static final int SWEPT_AT_ONCE = 100;

    private final Database database;
    private final InstantSource clock;

    public PostgresEnrolmentCodes(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Keeping keep(Call call, Digest code, Purpose purpose, Instant expires, Caps caps) {
        Instant now = clock.instant();
        return database.inTenant(call.tenant(), handle -> {
            Keeping outcome = room(handle, caps, now);
            if (outcome != Keeping.KEPT) {
                return outcome;
            }
            handle.createUpdate("insert into authority.enrolment_code (tenant, code, client, identity, expires)"
                            + " values (:tenant, :code, :client, :identity, :expires)")
                    .bind("tenant", call.tenant().value())
                    .bind("code", code.bytes().toArray())
                    .bind("client", purpose.client())
                    .bind("identity", purpose.identity().value())
                    .bind("expires", expires.atOffset(ZoneOffset.UTC))
                    .execute();
            Json.Obj detail = detail(purpose).with("expires", expires.toString());
            AuthorityAudit.CODE_CREATED.append(handle, call, code.hex(), detail, now);
            sweep(handle, now);
            return outcome;
        });
    }

    /** Codes are made one at a time, whoever makes them: or two that count at once would both find the last place. */
    private static Keeping room(Handle handle, Caps caps, Instant now) {
        handle.execute("select pg_advisory_xact_lock(hashtext('authority.enrolment_code'))");
        long own = count(
                handle, "select count(*) from authority.enrolment_code where used is null and expires > :now", now);
        if (own >= caps.ofTenant()) {
            return Keeping.TENANT_FULL;
        }
        return count(handle, "select authority.open_codes(:now)", now) >= caps.ofAll() ? Keeping.FULL : Keeping.KEPT;
    }

    private static long count(Handle handle, String query, Instant now) {
        return handle.createQuery(query)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(Long.class)
                .one();
    }

    @Override
    public Use use(Call call, Digest code) {
        Instant now = clock.instant();
        return database.inTenant(call.tenant(), handle -> {
            Optional<Purpose> purpose = useUp(handle, code, now);
            purpose.ifPresent(good -> AuthorityAudit.CODE_USED.append(handle, call, code.hex(), detail(good), now));
            return purpose.<Use>map(Use.Good::new).orElseGet(() -> new Use.Refused(whyNot(handle, code)));
        });
    }

    private static Optional<Purpose> useUp(Handle handle, Digest code, Instant now) {
        return handle.createQuery("update authority.enrolment_code set used = :now"
                        + " where code = :code and used is null and expires > :now returning client, identity")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("code", code.bytes().toArray())
                .map((row, context) ->
                        new Purpose(row.getString("client"), new ServiceIdentity(row.getString("identity"))))
                .findOne();
    }

    private static EnrolmentRefusal whyNot(Handle handle, Digest code) {
        return handle.createQuery("select used from authority.enrolment_code where code = :code")
                .bind("code", code.bytes().toArray())
                .map((row, context) -> row.getObject("used", OffsetDateTime.class) == null
                        ? EnrolmentRefusal.CODE_EXPIRED
                        : EnrolmentRefusal.CODE_USED)
                .findOne()
                .orElse(EnrolmentRefusal.CODE_UNKNOWN);
    }

    private static Json.Obj detail(Purpose purpose) {
        return Json.object()
                .with("client", purpose.client())
                .with("identity", purpose.identity().value());
    }

    private static void sweep(Handle handle, Instant now) {
        handle.createUpdate(
                        "delete from authority.enrolment_code where ctid = any(array("
                                + "select ctid from authority.enrolment_code where expires < :before order by expires limit :most))")
                .bind("before", now.atOffset(ZoneOffset.UTC).minusDays(1))
                .bind("most", SWEPT_AT_ONCE)
                .execute();
    }
}
