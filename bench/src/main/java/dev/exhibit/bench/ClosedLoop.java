package dev.exhibit.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.ConcurrentHistogram;

/** Workers that each ask, wait for the answer, check it, and ask again, until the time is over. */
final class ClosedLoop {
    private static final long MAX_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    private ClosedLoop() {}

    /** Asks once. */
    @FunctionalInterface
    interface Worker {
        /** @return whether the answer is right; asked after the time has been taken */
        BooleanSupplier ask();

        /** How many answers one question has. */
        default int answers() {
            return 1;
        }
    }

    static Measured run(List<Worker> workers, Duration time) {
        ConcurrentHistogram latencies = new ConcurrentHistogram(MAX_MICROS, 3);
        AtomicLong done = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            workers.forEach(worker -> running.add(threads.submit(() -> loop(worker, end, done, latencies))));
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a client failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return new Measured(done.get(), Duration.ofNanos(System.nanoTime() - begin), latencies);
    }

    private static void loop(Worker worker, long end, AtomicLong done, ConcurrentHistogram latencies) {
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            BooleanSupplier check = worker.ask();
            latencies.recordValue((System.nanoTime() - start) / 1000);
            if (!check.getAsBoolean()) {
                throw new IllegalStateException("an answer is not right");
            }
            done.addAndGet(worker.answers());
        }
    }
}
