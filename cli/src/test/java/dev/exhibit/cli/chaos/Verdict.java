package dev.exhibit.cli.chaos;

import static org.awaitility.Awaitility.await;

import dev.exhibit.cli.InstalledProgram;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.ExhibitClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** Everything that was promised, looked at once more when all is over. For one thread. */
final class Verdict {
    private static final Duration COVERED = Duration.ofSeconds(30);

    private final Scene scene;
    private final Load load;
    private final Findings findings;

    Verdict(Scene scene, Load load, Findings findings) {
        this.scene = scene;
        this.load = load;
        this.findings = findings;
    }

    /** What each client was told last. */
    void newest(int count) throws InterruptedException, ExecutionException {
        Context pipeline = InstalledProgram.context(scene.service().data(), "pipeline");
        try (ExhibitClient asking = InstalledProgram.patient(pipeline)) {
            eachClient(pipeline, asking, judgement -> judgement.newest(count));
        }
    }

    void all(Path folder) throws InterruptedException, ExecutionException {
        Context pipeline = InstalledProgram.context(scene.service().data(), "pipeline");
        Context auditor = InstalledProgram.context(scene.service().data(), "auditor");
        try (ExhibitClient asking = InstalledProgram.patient(pipeline);
                ExhibitClient auditing = InstalledProgram.patient(auditor)) {
            awaitCovered(auditing);
            journal(auditing).demandReceipts(acknowledged(), findings);
            journal(auditing).demandEachOnce(findings);
            eachClient(pipeline, asking, Judgement::all);
            load.observers().forEach(observer -> {
                observer.look(auditing);
                observer.demandOneHistory(auditing);
                if (observer.checkpoints() > 0) {
                    WholeLog unused = WholeLog.read(auditing.logs(), observer, findings);
                }
            });
        }
        audit(folder);
        integrity(folder);
    }

    List<Acknowledged> acknowledged() {
        return load.workers().stream()
                .flatMap(worker -> worker.acknowledged().stream())
                .toList();
    }

    private Observer journal() {
        return load.observers().getFirst();
    }

    private JournalJudgement journal(ExhibitClient auditor) {
        WholeLog whole = WholeLog.read(auditor.logs(), journal(), findings);
        return new JournalJudgement(whole, journal().key(whole.checkpoint().origin()));
    }

    /** What was promised last is in the journal soon. */
    private void awaitCovered(ExhibitClient auditor) {
        try {
            await().atMost(COVERED)
                    .until(() -> journal(auditor).broken(acknowledged()).isEmpty());
        } catch (ConditionTimeoutException stillMissing) {
            findings.add("late", "receipts are not covered after " + COVERED);
        }
    }

    private void eachClient(Context context, ExhibitClient asking, Consumer<Judgement> judge)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (Worker worker : load.workers()) {
                all.add(threads.submit(
                        () -> judge.accept(new Judgement(context, asking, worker, journal(), findings))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    /** All audit records, exported and verified as an auditor does it. */
    private void audit(Path folder) {
        Path config = made(folder.resolve("auditor"));
        Path export = folder.resolve("audit.jsonl");
        String key =
                scene.service().data().resolve("clients/journal-default.pem").toString();
        run(
                config,
                "context",
                "use",
                scene.service().data().resolve("clients/auditor.json").toString());
        run(config, "audit", "export", "-o", export.toString());
        run(config, "audit", "verify", "--journal-key", key, export.toString());
    }

    /** The whole store, checked from behind while the service runs. */
    private void integrity(Path folder) {
        ServicePart service = scene.services().getFirst();
        run(
                made(folder.resolve("operator")),
                "fsck",
                "--data",
                service.data().toString(),
                "--config",
                service.config().toString());
        scene.services().forEach(this::complaints);
    }

    private void complaints(ServicePart service) {
        try (Stream<String> lines = Files.lines(service.log())) {
            lines.filter(line -> line.contains("MISSING") || line.contains("CORRUPT"))
                    .forEach(line -> findings.add("integrity", line));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void run(Path config, String... command) {
        InstalledProgram.Ended ended = InstalledProgram.run(config, command);
        if (ended.exit() != 0) {
            findings.add("integrity", String.join(" ", command) + ": " + ended.exit() + " " + ended.text());
        }
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
