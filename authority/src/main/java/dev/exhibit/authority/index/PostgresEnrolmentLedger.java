package dev.exhibit.authority.index;

import dev.exhibit.authority.enrolment.Enrolled;
import dev.exhibit.authority.enrolment.EnrolmentLedger;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.crypto.json.Json;
import java.time.InstantSource;
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
        Json.Obj detail = Json.object()
                .with("client", enrolled.client())
                .with("serial", enrolled.certificate().getSerialNumber().toString(16))
                .with(
                        "certificate",
                        Presentation.thumbprint(enrolled.certificate()).toString())
                .with("expires", enrolled.expires().toString());
        AuthorityAudit.ENROLLED.record(
                database,
                call,
                enrolled.identity().value(),
                job.map(claims -> detail.with("job", claims)).orElse(detail),
                clock.instant());
    }

    @Override
    public void refused(Call call, Json.Obj why) {
        AuthorityAudit.ENROLMENT_REFUSED.record(database, call, NOBODY, why, clock.instant());
    }
}
