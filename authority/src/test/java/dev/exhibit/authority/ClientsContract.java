package dev.exhibit.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.register.RegisteredClient;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Clients} promises. */
public interface ClientsContract {
    RegisteredClient ONE = AuthorityFixture.client(
            "one", "acme", Set.of("spiffe://exhibit.test/tenant/acme/one"), Role.PIPELINE, List.of(), true);
    RegisteredClient OFF = AuthorityFixture.client(
            "off", "acme", Set.of("spiffe://exhibit.test/tenant/acme/off"), Role.AUDITOR, List.of(), false);

    /** Holds {@link #ONE} and {@link #OFF}. */
    Clients clients();

    @Test
    default void aClientIsFoundByItsId() {
        assertThat(clients().find("one")).contains(ONE);
    }

    @Test
    default void aDisabledClientSaysSo() {
        assertThat(clients().find("off")).contains(OFF);
    }

    @Test
    default void anyOtherIsNobody() {
        assertThat(clients().find("One")).isEmpty();
        assertThat(clients().find("")).isEmpty();
        assertThat(clients().find("two")).isEmpty();
    }
}
