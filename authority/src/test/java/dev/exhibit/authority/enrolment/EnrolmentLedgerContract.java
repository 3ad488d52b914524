package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.enrolment.EnrolmentLedger.Certified;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link EnrolmentLedger} promises. */
public interface EnrolmentLedgerContract {
    String IDENTITY = "spiffe://exhibit.internal/tenant/acme/build";

    EnrolmentLedger enrolments();

    /** What was done in the tenant, in order: {@code enrolled}, {@code refused}. */
    List<String> enrolmentsRecorded(TenantId tenant);

    /** A call of a tenant of its own. */
    Call newTenant();

    @Test
    default void whatIsEnrolledAndRefusedIsRecordedForItsTenant() {
        Call call = newTenant();
        Enrolled enrolled = new Enrolled(
                new TestAuthority("clients").client(IDENTITY).chain(),
                new ServiceIdentity(IDENTITY),
                "build",
                call.tenant());
        enrolments().enrolled(call, enrolled, Optional.of(Json.object().with("sha", "abc")));
        KeyId key = VerificationKey.of(enrolled.certificate().getPublicKey()).id();
        assertThat(enrolments().certificates(call.tenant(), key, 10))
                .containsExactly(new Certified(enrolled.identity(), Presentation.thumbprint(enrolled.certificate())));
        assertThat(enrolments().certificates(newTenant().tenant(), key, 10)).isEmpty();
        assertThat(enrolments().certificates(call.tenant(), key, 0)).isEmpty();
        enrolments().refused(call, Json.object().with("reason", "code_used"));
        enrolments().refused(newTenant(), Json.object().with("reason", "code_used"));
        assertThat(enrolmentsRecorded(call.tenant())).containsExactly("enrolled", "refused");
    }
}
