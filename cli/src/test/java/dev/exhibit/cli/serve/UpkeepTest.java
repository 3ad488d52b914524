package dev.exhibit.cli.serve;

import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.identity.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private static final TenantId BROKEN = new TenantId("broken");
    private static final TenantId WELL = new TenantId("well");

    @Test
    void aTenantForWhomItFailsKeepsNoOtherWaiting() {
        Queue<TenantId> done = new ConcurrentLinkedQueue<>();
        try (Closing closing = new Closing()) {
            new Upkeep(closing, "test").every(Duration.ofHours(1), "test", () -> List.of(BROKEN, WELL), tenant -> {
                if (tenant.equals(BROKEN)) {
                    throw new IllegalStateException("scripted");
                }
                done.add(tenant);
            });
            await().until(() -> done.contains(WELL));
        }
    }
}
