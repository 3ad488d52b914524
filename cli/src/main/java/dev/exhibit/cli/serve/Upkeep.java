package dev.exhibit.cli.serve;

import dev.exhibit.boundary.identity.TenantId;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done from time to time while the service runs. A task that fails is logged and done again next time. */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final ScheduledExecutorService scheduler;

    /** @param name of its thread, which ends with {@code closing} */
    Upkeep(Closing closing, String name) {
        this.scheduler = thread(closing, name);
    }

    /** One thread each: the guard must not wait for upkeep that waits for the database. */
    static ScheduledExecutorService thread(Closing closing, String name) {
        return closing.opened(Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory()));
    }

    /** Does {@code task} at once in the background, and then again {@code pause} after each end. */
    void every(Duration pause, String name, Runnable task) {
        var unused =
                scheduler.scheduleWithFixedDelay(() -> attempt(name, task), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The same for each tenant: one for whom it fails keeps no other waiting. */
    void every(Duration pause, String name, Supplier<? extends Collection<TenantId>> tenants, Consumer<TenantId> task) {
        every(
                pause,
                name,
                () -> tenants.get().forEach(tenant -> attempt(name + " of " + tenant, () -> task.accept(tenant))));
    }

    private static void attempt(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failed) { // or the task would be dropped in silence
            LOG.atError().setCause(failed).addKeyValue("task", name).log("upkeep failed; it will be tried again");
        }
    }
}
