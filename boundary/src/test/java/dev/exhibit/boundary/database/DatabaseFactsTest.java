package dev.exhibit.boundary.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.identity.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real server says, as a room's role and as one that may do too much. */
class DatabaseFactsTest {
    private static final TenantId TENANT = new TenantId("acme");

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(new RoomSchema("probe"));

    @Test
    void theRoomsRoleHasNoPowerAndTheServerKeepsWhatItSays() {
        DatabaseFacts facts = DatabaseFacts.of(DATABASE.database(), TENANT);
        assertThat(facts.durability().values()).hasSize(3).containsOnly("on");
        assertThat(facts.powerful()).isFalse();
        assertThat(facts.version()).isGreaterThanOrEqualTo(14);
        assertThat(facts.encrypted()).isFalse();
    }

    @Test
    void powerIsSeen() {
        try (Database powerful = PostgresDatabase.open(
                DATABASE.superuserSettings(), DATABASE.room(), BreakerLimits.defaults(), System::nanoTime)) {
            assertThat(DatabaseFacts.of(powerful, TENANT).powerful()).isTrue();
        }
    }
}
