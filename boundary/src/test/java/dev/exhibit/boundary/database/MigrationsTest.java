package dev.exhibit.boundary.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.exhibit.boundary.identity.TenantId;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationsTest {
    private static final RoomSchema PROBE = new RoomSchema("probe");

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PROBE);

    @Test
    void runningAgainChangesNothing() {
        DATABASE.database()
                .inTenant(new TenantId("acme"), handle -> handle.execute("insert into note values ('acme', 1, 1)"));
        Migrations.run(DATABASE.migrationSettings(), PROBE);
        int kept = DATABASE.database()
                .inTenant(new TenantId("acme"), handle -> handle.execute("update note set value = 2 where id = 1"));
        assertThat(kept).isEqualTo(1);
    }

    @Test
    void severalAtOnceAgree() throws Exception {
        Callable<Boolean> run = () -> {
            Migrations.run(DATABASE.migrationSettings(), PROBE);
            return true;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(Collections.nCopies(4, run))) {
                assertThat(done.get()).isTrue();
            }
        }
    }

    @Test
    void aScriptThatChangedSinceItRanIsRefused() {
        DATABASE.asSuperuser("update probe.schema_history set checksum = checksum + 1 where version = '1'");
        try {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Migrations.run(DATABASE.migrationSettings(), PROBE))
                    .withMessageContaining("checksum");
        } finally {
            DATABASE.asSuperuser("update probe.schema_history set checksum = checksum - 1 where version = '1'");
        }
    }

    @Test
    void aRoomWithoutScriptsIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Migrations.run(DATABASE.migrationSettings(), new RoomSchema("nowhere")))
                .withMessageContaining("nowhere");
    }

    @Test
    void theApplicationRoleCannotMigrate() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Migrations.run(DATABASE.settings(), PROBE))
                .withMessageContaining("permission denied");
    }
}
