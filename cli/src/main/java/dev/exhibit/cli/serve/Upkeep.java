package dev.exhibit.cli.serve;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done from time to time while the service runs. A task that fails is logged and done again next time. */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final ScheduledExecutorService scheduler;

    Upkeep(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** Does {@code task} at once in the background, and then again {@code pause} after each end. */
    void every(Duration pause, String name, Runnable task) {
        var unused =
                scheduler.scheduleWithFixedDelay(() -> attempt(name, task), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void attempt(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failed) {
            LOG.atError().setCause(failed).addKeyValue("task", name).log("upkeep failed; it will be tried again");
        }
    }
}
