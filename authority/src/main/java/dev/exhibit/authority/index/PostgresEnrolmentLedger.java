package dev.exhibit.authority.index;

import dev.exhibit.authority.enrolment.Enrolled;
import dev.exhibit.authority.enrolment.EnrolmentLedger;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@link EnrolmentLedger} in the audit table. */
public final class PostgresEnrolmentLedger implements EnrolmentLedger {
    private static final String NOBODY = "nobody";

    private final Database database;
    private final InstantSource clock;

    public PostgresEnrolmentLedger(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void enrolled(Call call, Enrolled enrolled, Optional<Json.Obj> job) {
        Digest certificate = Presentation.thumbprint(enrolled.certificate());
        KeyId key = VerificationKey.of(enrolled.certificate().getPublicKey()).id();
        Json.Obj detail = Json.object()
                .with("client", enrolled.client())
                .with("serial", enrolled.certificate().getSerialNumber().toString(16))
                .with("certificate", certificate.toString())
                .with("key", key.hex())
                .with("expires", enrolled.expires().toString());
        database.inTenant(call.tenant(), handle -> {
            handle.createUpdate("insert into authority.certified_key (tenant, key_id, certificate, identity)"
                            + " values (:tenant, :key, :certificate, :identity)")
                    .bind("tenant", call.tenant().value())
                    .bind("key", key.hex())
                    .bind("certificate", certificate.bytes().toArray())
                    .bind("identity", enrolled.identity().value())
                    .execute();
            AuthorityAudit.ENROLLED.append(
                    handle,
                    call,
                    enrolled.identity().value(),
                    job.map(claims -> detail.with("job", claims)).orElse(detail),
                    clock.instant());
            return call;
        });
    }

    @Override
    public List<Certified> certificates(TenantId tenant, KeyId key, int most) {
        return database.inTenant(
                tenant,
                handle -> handle.createQuery(
                                "select identity, certificate from authority.certified_key where key_id = :key"
                                        + " limit :most")
                        .bind("key", key.hex())
                        .bind("most", most)
                        .map((row, context) -> new Certified(
                                new ServiceIdentity(row.getString("identity")),
                                new Digest(Bytes.owned(row.getBytes("certificate")))))
                        .list());
    }

    @Override
    public void refused(Call call, Json.Obj why) {
        AuthorityAudit.ENROLMENT_REFUSED.record(database, call, NOBODY, why, clock.instant());
    }
}
