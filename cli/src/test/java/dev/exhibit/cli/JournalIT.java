package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor does at a terminal with a running service, and without it. */
@Tag("proof")
class JournalIT {
    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static Path pipeline;
    private static Path auditor;
    private static Path artifact;

    @BeforeAll
    static void start() throws IOException {
        Path config = Files.writeString(
                folder.resolve("config.json"),
                "{\"publicLogs\":{\"port\":0,\"tenants\":[\"default\",\"elsewhere\"]},\"limits\":{\"issuanceRequests\":1000}}");
        service = InstalledProgram.serve(
                folder.resolve("data"), new String[] {"-Xmx512m"}, "--config", config.toString());
        pipeline = user("pipeline");
        auditor = user("auditor");
        artifact = Files.writeString(folder.resolve("app.jar"), "an artifact");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Path user(String client) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config-" + client));
        String context = service.data().resolve("clients/" + client + ".json").toString();
        assertThat(InstalledProgram.run(config, "context", "use", context).exit())
                .isZero();
        return config;
    }

    private static String key() {
        return service.data().resolve("clients/journal-default.pem").toString();
    }

    private static InstalledProgram.Ended put(String name) throws IOException {
        return put(name, artifact);
    }

    private static InstalledProgram.Ended put(String name, Path artifact) throws IOException {
        Path document = Files.writeString(folder.resolve(name + ".json"), "{\"name\":\"" + name + "\"}");
        return InstalledProgram.run(
                pipeline,
                "evidence",
                "put",
                document.toString(),
                "--kind",
                "other",
                "--subject",
                artifact.toString(),
                "--receipt",
                folder.resolve(name + ".receipt").toString());
    }

    private static InstalledProgram.Ended proven(Path artifact) {
        return InstalledProgram.run(
                auditor,
                "evidence",
                "list",
                artifact.toString(),
                "--proof",
                "--journal-key",
                key(),
                "--kept",
                folder.resolve("kept").toString());
    }

    @Test
    void evidenceIsProvenCompleteAndReceiptsAreKept() throws IOException {
        Path own = Files.writeString(folder.resolve("own.jar"), "an artifact of its own");
        InstalledProgram.Ended first = put("first", own);
        assertThat(first.exit()).as(first.text()).isZero();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(proven(own).exit()).isZero());
        assertThat(put("second", own).exit()).isZero();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            InstalledProgram.Ended all = proven(own);
            assertThat(all.exit()).as(all.text()).isZero();
            assertThat(all.text()).contains("2 journal entries", "proven");
        });
        InstalledProgram.Ended receipt = InstalledProgram.run(
                auditor, "evidence", "receipt", folder.resolve("second.receipt").toString(), "--journal-key", key());
        assertThat(receipt.exit()).as(receipt.text()).isZero();
        assertThat(receipt.text()).contains("kept", "blob.stored", "evidence.registered");
        InstalledProgram.Ended graph =
                InstalledProgram.run(auditor, "evidence", "graph", own.toString(), "--depth", "1");
        assertThat(graph.text()).contains("(subject)");
    }

    private static InstalledProgram.Ended log(String... arguments) {
        List<String> all = new ArrayList<>(List.of("log"));
        all.addAll(List.of(arguments));
        return InstalledProgram.run(auditor, all.toArray(String[]::new));
    }

    @Test
    void aMonitorNoticesALogThatForgetsOrForks() throws IOException {
        assertThat(put("watched").exit()).isZero();
        InstalledProgram.Ended unknown = log("monitor", "journal");
        assertThat(unknown.exit()).as(unknown.text()).isEqualTo(2);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                log("monitor", "journal", "--log-key", key()).exit())
                        .isZero());
        assertThat(put("watched later").exit()).isZero();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            InstalledProgram.Ended grown = log("monitor", "journal");
            assertThat(grown.exit()).as(grown.text()).isZero();
            assertThat(grown.text()).contains("consistent").doesNotContain(" 0 new entries");
        });
        InstalledProgram.Ended entry = log("proof", "journal", "--index", "0");
        assertThat(entry.exit()).as(entry.text()).isZero();
        assertThat(entry.text()).contains("included as entry 0", "\"event\":");
        assertThat(log("proof", "journal", "--index", "100000").exit()).isEqualTo(4);
        Path kept = folder.resolve("config-auditor/exhibit/logs/default-auditor-journal.checkpoint");
        List<String> lines = Files.readAllLines(kept);
        long size = Long.parseLong(lines.get(1));
        refused(kept, changed(lines, 1, Long.toString(size + 1_000)), "journal_rolled_back");
        String other = lines.get(2).startsWith("A") ? "B" : "A";
        refused(kept, changed(lines, 2, other + lines.get(2).substring(1)), "journal_rolled_back");
        refused(kept, changed(lines, 0, "other.example"), "other.example");
        Files.write(kept, lines);
        assertThat(log("checkpoint", "journal").text()).contains("signed by the pinned key");
        InstalledProgram.Ended stranger = log(
                "checkpoint",
                "journal",
                "--log-key",
                service.data().resolve("clients/signature-default.pem").toString());
        assertThat(stranger.exit()).as(stranger.text()).isEqualTo(5);
    }

    @Test
    void anybodyReadsTheLogsOfATenantThatWantsThat() throws Exception {
        assertThat(put("public").exit()).isZero();
        SSLContext nobody = ClientContexts.withoutCertificate(InstalledProgram.context(service.data(), "pipeline"));
        try (HttpClient reader = HttpClient.newBuilder().sslContext(nobody).build()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> ask(reader, "/default/journal/checkpoint").statusCode() == 200);
            HttpResponse<byte[]> answer = ask(reader, "/default/journal/checkpoint");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            Checkpoint last = Checkpoint.parse(new String(answer.body(), StandardCharsets.UTF_8));
            List<Digest> leaves = new ArrayList<>();
            while (leaves.size() < last.size()) {
                Tile tile = Tile.of(Tile.ENTRIES, leaves.size() / Tile.WIDTH, last.size())
                        .orElseThrow();
                Bytes bundle = Bytes.owned(
                        ask(reader, "/default/journal/" + tile.path()).body());
                EntryBundle.decode(bundle, tile.width()).forEach(entry -> leaves.add(MerkleTree.leaf(entry)));
            }
            assertThat(MerkleTree.root(last.size(), (level, index) -> node(leaves, level, index)))
                    .isEqualTo(last.root());
            for (String path : List.of(
                    "/elsewhere/journal/checkpoint", "/other/journal/checkpoint", "/", "/v1/log/journal/checkpoint")) {
                assertThat(ask(reader, path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    private static Digest node(List<Digest> leaves, int level, long index) {
        return level == 0
                ? leaves.get(Math.toIntExact(index))
                : MerkleTree.node(node(leaves, level - 1, 2 * index), node(leaves, level - 1, 2 * index + 1));
    }

    private static HttpResponse<byte[]> ask(HttpClient reader, String path) throws IOException, InterruptedException {
        return reader.send(
                HttpRequest.newBuilder(service.publicLogs().resolve(path)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static List<String> changed(List<String> lines, int at, String line) {
        List<String> other = new ArrayList<>(lines);
        other.set(at, line);
        return other;
    }

    private static void refused(Path kept, List<String> lines, String why) throws IOException {
        Files.write(kept, lines);
        InstalledProgram.Ended refused = log("monitor", "journal");
        assertThat(refused.exit()).as(refused.text()).isEqualTo(5);
        assertThat(refused.text()).contains(why);
        assertThat(Files.readAllLines(kept)).as("what was kept stays").isEqualTo(lines);
    }

    @Test
    void auditRecordsAreExportedAndVerifiedOffline() throws IOException {
        assertThat(put("audited").exit()).isZero();
        Path first = folder.resolve("first.jsonl");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Files.deleteIfExists(first);
            assertThat(export(first).exit()).isZero();
            assertThat(Files.readString(first)).contains("evidence.registered", "\"room\":\"boundary\"");
        });
        assertThat(verify(first).exit()).isZero();
        assertThat(put("audited later").exit()).isZero();
        Path second = folder.resolve("second.jsonl");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Files.deleteIfExists(second);
            assertThat(export(second, "--continue", first.toString()).exit()).isZero();
            assertThat(Files.readString(second)).contains("evidence.registered", "audit.read");
        });
        InstalledProgram.Ended both = verify(first, second);
        assertThat(both.exit()).as(both.text()).isZero();
        List<String> lines = Files.readAllLines(first);
        Path changed = folder.resolve("changed.jsonl");
        Files.write(
                changed,
                lines.stream()
                        .map(line -> line.replace("evidence.registered", "evidence.forgotten"))
                        .toList());
        InstalledProgram.Ended refused = verify(changed);
        assertThat(refused.exit()).as(refused.text()).isEqualTo(5);
        assertThat(refused.text()).contains("audit_chain_differs");
    }

    private static InstalledProgram.Ended export(Path target, String... more) {
        List<String> arguments = new ArrayList<>(List.of("audit", "export", "-o", target.toString()));
        arguments.addAll(List.of(more));
        return InstalledProgram.run(auditor, arguments.toArray(String[]::new));
    }

    private static InstalledProgram.Ended verify(Path... files) {
        List<String> arguments = new ArrayList<>(List.of("audit", "verify", "--journal-key", key()));
        for (Path file : files) {
            arguments.add(file.toString());
        }
        return InstalledProgram.run(auditor, arguments.toArray(String[]::new));
    }
}
