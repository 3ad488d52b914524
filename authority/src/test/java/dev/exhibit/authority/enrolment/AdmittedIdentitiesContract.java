package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.KeyRegisterContract;
import dev.exhibit.authority.enrolment.AdmittedIdentities.Admission;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.Standing;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What all {@link AdmittedIdentities} promise, at {@link KeyRegisterContract#NOW}. */
public interface AdmittedIdentitiesContract {
    Instant END = KeyRegisterContract.NOW.plusSeconds(60);

    AdmittedIdentities identities();

    /** Where what was admitted is looked up, as of {@code now}. */
    IdentityRegistry registryAt(Instant now);

    /** A call of a tenant of its own, which has the clients {@link #client} and {@link #otherClient}. */
    Call newTenant();

    /** A client of the tenant. */
    String client(Call call);

    /** Another client of the tenant. */
    String otherClient(Call call);

    @Test
    default void anIdentityIsTheClientsFromNowOn() {
        Call call = newTenant();
        ServiceIdentity identity = fresh(call);
        assertThat(clientOf(identity, END)).isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThat(identities().admit(call, identity, client(call))).isEqualTo(Admission.ADMITTED);
            assertThat(clientOf(identity, END.plusSeconds(1_000_000))).contains(client(call));
        }
    }

    @Test
    default void aJobIsKnownUntilItsEnd() {
        Call call = newTenant();
        ServiceIdentity identity = fresh(call);
        assertThat(admitJob(call, identity, END)).isEqualTo(Admission.ADMITTED);
        assertThat(admitJob(call, identity, END.plusSeconds(60))).isEqualTo(Admission.ADMITTED);
        assertThat(clientOf(identity, END.minusMillis(1))).contains(client(call));
        assertThat(clientOf(identity, END)).isEmpty();
    }

    @Test
    default void anIdentityHasOneClient() {
        Call call = newTenant();
        Call stranger = newTenant();
        ServiceIdentity identity = fresh(call);
        identities().admit(call, identity, client(call));
        assertThat(identities().admit(call, identity, otherClient(call))).isEqualTo(Admission.TAKEN);
        assertThat(identities().admit(stranger, identity, client(stranger))).isEqualTo(Admission.TAKEN);
        assertThat(admitJob(stranger, identity, END)).isEqualTo(Admission.TAKEN);
        assertThat(clientOf(identity, END)).contains(client(call));
    }

    @Test
    default void whereThereIsNoClientNothingIsAdmitted() {
        Call call = newTenant();
        ServiceIdentity identity = fresh(call);
        assertThat(identities().admit(call, identity, "no-such-client")).isEqualTo(Admission.NO_CLIENT);
        assertThat(identities().admit(call, identity, client(newTenant()))).isEqualTo(Admission.NO_CLIENT);
        assertThat(clientOf(identity, END)).isEmpty();
    }

    private Admission admitJob(Call call, ServiceIdentity identity, Instant end) {
        return identities()
                .admitJob(call, identity, client(call), end, Json.object().with("sha", "abc"));
    }

    private Optional<String> clientOf(ServiceIdentity identity, Instant now) {
        return registryAt(now).standing(identity, Optional.empty()) instanceof Standing.Known known
                ? Optional.of(known.client())
                : Optional.empty();
    }

    private static ServiceIdentity fresh(Call call) {
        return new ServiceIdentity("spiffe://exhibit.internal/tenant/" + call.tenant() + "/" + UUID.randomUUID());
    }
}
