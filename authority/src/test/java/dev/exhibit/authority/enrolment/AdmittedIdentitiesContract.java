package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.enrolment.AdmittedIdentities.Admission;
import dev.exhibit.authority.enrolment.AdmittedIdentities.Holder;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What all {@link AdmittedIdentities} promise. */
public interface AdmittedIdentitiesContract {
    AdmittedIdentities identities();

    /** What time it is for {@link #identities}. */
    Instant now();

    /** Lets that time go by. */
    void advance(Duration time);

    /** A call of a tenant of its own, which has the clients {@link #client} and {@link #otherClient}. */
    Call newTenant();

    /** An enabled client of the tenant. */
    String client(Call call);

    /** Another enabled client of the tenant. */
    String otherClient(Call call);

    /** A disabled client of the tenant. */
    String disabledClient(Call call);

    @Test
    default void anIdentityIsTheClientsUntilItsEnd() {
        Call call = newTenant();
        ServiceIdentity identity = fresh(call);
        assertThat(identities().holder(identity)).isEmpty();
        assertThat(admit(call, identity, client(call))).isEqualTo(Admission.ADMITTED);
        assertThat(identities().holder(identity)).contains(new Holder(call.tenant(), client(call)));
        advance(Duration.ofSeconds(59));
        assertThat(identities().holder(identity)).isPresent();
        advance(Duration.ofSeconds(1));
        assertThat(identities().holder(identity)).isEmpty();
    }

    @Test
    default void admittingAgainMovesTheEndForwardOnly() {
        Call call = newTenant();
        ServiceIdentity identity = fresh(call);
        admit(call, identity, client(call));
        assertThat(identities()
                        .admit(call, identity, client(call), now().plusSeconds(30), Json.object()))
                .isEqualTo(Admission.ADMITTED);
        advance(Duration.ofSeconds(40));
        assertThat(identities().holder(identity)).isPresent();
        assertThat(admit(call, identity, client(call))).isEqualTo(Admission.ADMITTED);
        advance(Duration.ofSeconds(40));
        assertThat(identities().holder(identity)).isPresent();
    }

    @Test
    default void anIdentityHasOneClient() {
        Call call = newTenant();
        Call stranger = newTenant();
        ServiceIdentity identity = fresh(call);
        admit(call, identity, client(call));
        assertThat(admit(call, identity, otherClient(call))).isEqualTo(Admission.TAKEN);
        assertThat(admit(stranger, identity, client(stranger))).isEqualTo(Admission.TAKEN);
        assertThat(identities().holder(identity)).contains(new Holder(call.tenant(), client(call)));
    }

    @Test
    default void aDisabledClientGetsNoIdentity() {
        Call call = newTenant();
        ServiceIdentity identity = fresh(call);
        assertThat(admit(call, identity, disabledClient(call))).isEqualTo(Admission.DISABLED);
        assertThat(admit(call, identity, "no-such-client")).isEqualTo(Admission.DISABLED);
        assertThat(identities().holder(identity)).isEmpty();
    }

    private Admission admit(Call call, ServiceIdentity identity, String client) {
        return identities().admit(call, identity, client, now().plusSeconds(60), Json.object());
    }

    private static ServiceIdentity fresh(Call call) {
        return new ServiceIdentity("spiffe://exhibit.internal/tenant/" + call.tenant() + "/" + UUID.randomUUID());
    }
}
