package dev.exhibit.cli.chaos;

import static org.awaitility.Awaitility.await;

import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Clients at work and an observer of each log, until they are told that it is enough. For one thread. */
final class Load implements AutoCloseable {
    private static final int LOOK_MILLIS = 100;

    private final List<Worker> workers = new ArrayList<>();
    private final List<Observer> observers;
    private final List<ExhibitClient> clients = new ArrayList<>();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService looks = Executors.newScheduledThreadPool(2);
    private final List<Future<?>> running = new ArrayList<>();

    /** Sets {@code count} clients to work, who ask again what the service could not do. */
    Load(Scene scene, Path folder, int count, Findings findings, Random random) {
        this(scene, folder, count, findings, random, Load::isAway);
    }

    /** @param isPassing what clients ask for again */
    Load(Scene scene, Path folder, int count, Findings findings, Random random, Predicate<ClientProblem> isPassing) {
        Path keys = scene.service().data().resolve("clients");
        this.observers = List.of(
                new Observer("journal", keys.resolve("journal-default.pem"), findings),
                new Observer("signature", keys.resolve("signature-default.pem"), findings));
        for (int number = 0; number < count; number++) {
            List<ExhibitClient> own = kept(scene.clients("pipeline"));
            workers.add(
                    new Worker(own, made(folder.resolve("client-" + number)), findings, random.nextLong(), isPassing));
        }
        List<ExhibitClient> auditors = kept(scene.clients("auditor"));
        for (Observer observer : observers) {
            var unused = looks.scheduleWithFixedDelay(
                    () -> auditors.forEach(observer::look), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
        workers.forEach(worker -> running.add(threads.submit(() -> worker.run(enough::get))));
    }

    static boolean isAway(ClientProblem refusal) {
        return refusal.status() == 0 || refusal.status() == 202 || refusal.status() == 429 || refusal.status() == 503;
    }

    List<Worker> workers() {
        return List.copyOf(workers);
    }

    List<Observer> observers() {
        return observers;
    }

    Map<String, Integer> refusals() {
        Map<String, Integer> all = new TreeMap<>();
        workers.forEach(worker -> worker.refusals().forEach((what, often) -> all.merge(what, often, Integer::sum)));
        return all;
    }

    /** Waits until something more was acknowledged to each client. */
    void awaitMore(Duration patience) {
        List<Integer> before = workers.stream().map(Worker::count).toList();
        await().atMost(patience)
                .until(() -> IntStream.range(0, before.size())
                        .allMatch(number -> workers.get(number).count() > before.get(number)));
    }

    /** Ends it, each act under way acknowledged. */
    void end() throws InterruptedException, ExecutionException {
        enough.set(true);
        for (Future<?> one : running) {
            one.get();
        }
        looks.shutdown();
        boolean unused = looks.awaitTermination(1, TimeUnit.MINUTES);
    }

    private List<ExhibitClient> kept(List<ExhibitClient> opened) {
        clients.addAll(opened);
        return opened;
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        enough.set(true);
        threads.shutdownNow();
        looks.shutdownNow();
        clients.forEach(ExhibitClient::close);
    }
}
