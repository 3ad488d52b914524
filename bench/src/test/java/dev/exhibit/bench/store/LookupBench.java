package dev.exhibit.bench.store;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.database.DatabaseSettings;
import dev.exhibit.boundary.database.Migrations;
import dev.exhibit.boundary.database.PostgresDatabase;
import dev.exhibit.boundary.database.embedded.EmbeddedPostgres;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.index.PostgresEvidenceIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * {@code FOLDER MILLIONS CLIENTS SECONDS}: fills the index with so many million pieces of evidence, five about each artifact,
 * and looks digests up as the service does. Rows are written straight into the tables, without what only writing needs.
 */
public final class LookupBench {
    private static final TenantId TENANT = new TenantId("bench");
    private static final int EACH = 5;
    private static final int PAGE = 100;

    private final PostgresEvidenceIndex index;
    private final long rows;
    private final int clients;
    private final Duration time;

    private LookupBench(PostgresEvidenceIndex index, long rows, int clients, Duration time) {
        this.index = index;
        this.rows = rows;
        this.clients = clients;
        this.time = time;
    }

    public static void main(String[] args) throws Exception {
        long rows = Long.parseLong(args[1]) * 1_000_000;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(
                Path.of(args[0]).resolve("postgres"),
                Set.of(PostgresEvidenceIndex.ROOM),
                new SecureRandom(),
                line -> {})) {
            Migrations.run(server.migrationSettings(), PostgresEvidenceIndex.ROOM);
            fill(server, rows);
            try (PostgresDatabase database = PostgresDatabase.open(
                    server.settings(PostgresEvidenceIndex.ROOM),
                    PostgresEvidenceIndex.ROOM,
                    BreakerLimits.defaults(),
                    System::nanoTime)) {
                LookupBench bench = new LookupBench(
                        new PostgresEvidenceIndex(database),
                        rows,
                        Integer.parseInt(args[2]),
                        Duration.ofSeconds(Long.parseLong(args[3])));
                bench.measure("warming up, not counted", bench::evidence);
                bench.measure("warming up, not counted", bench::aboutArtifact);
                bench.measure("warming up, not counted", bench::evidence);
                bench.measure("evidence by its digest", bench::evidence);
                bench.measure("all evidence of an artifact", bench::aboutArtifact);
                bench.measure("a digest that is not there", bench::nothing);
            }
        }
    }

    private static void fill(EmbeddedPostgres server, long rows) throws SQLException, IOException {
        long start = System.nanoTime();
        // Number i is the digest of its eight bytes.
        execute(server, """
            set session_replication_role = replica;
            create temporary table numbered as
              select sha256(int8send(i)) as digest, sha256(int8send(-1 - i / %2$d)) as artifact
              from generate_series(0, %1$d - 1) as i order by 1;
            insert into evidence.blob (tenant, digest, size, stored_at, stored_by, manifest)
              select 'bench', digest, 1000, now(), 'bench', digest from numbered;
            insert into evidence.evidence
              (tenant, digest, kind, media_type, predicate_type, stored_at, stored_by, correlation_id)
              select 'bench', digest, 'other', 'application/json', null, now(), 'bench', 'bench' from numbered;
            drop index evidence.subject_by_artifact;
            insert into evidence.subject (tenant, evidence_digest, artifact_digest)
              select 'bench', digest, artifact from numbered;
            create index subject_by_artifact on evidence.subject (tenant, artifact_digest, evidence_digest);
            drop table numbered;
            """.formatted(rows, EACH));
        execute(server, "vacuum analyze evidence.blob, evidence.evidence, evidence.subject");
        System.out.printf("%,d pieces of evidence written in %.0f s%n", rows, (System.nanoTime() - start) / 1e9);
    }

    private static void execute(EmbeddedPostgres server, String statements) throws SQLException, IOException {
        DatabaseSettings admin = server.superuserSettings();
        Path password = Path.of(admin.password().toString().substring("file:".length()));
        try (Connection connection = DriverManager.getConnection(
                        server.migrationSettings().url(),
                        admin.role(),
                        Files.readString(password).strip());
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private void measure(String what, LongConsumer lookup) throws InterruptedException {
        Histogram latencies = new ConcurrentHistogram(3);
        long end = System.nanoTime() + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (System.nanoTime() < end) {
                    long start = System.nanoTime();
                    lookup.accept(RandomGenerator.getDefault().nextLong(rows));
                    latencies.recordValue((System.nanoTime() - start) / 1_000);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf(
                "%s: %.0f per second, p50 %.2f ms, p99 %.2f ms, max %.1f ms (%d clients, closed loop, %d s)%n",
                what,
                latencies.getTotalCount() / (double) time.toSeconds(),
                latencies.getValueAtPercentile(50) / 1000.0,
                latencies.getValueAtPercentile(99) / 1000.0,
                latencies.getMaxValue() / 1000.0,
                clients,
                time.toSeconds());
    }

    private void evidence(long number) {
        demand(index.find(TENANT, digest(number)).isPresent());
    }

    private void aboutArtifact(long number) {
        demand(index.about(TENANT, digest(-1 - number / EACH), PAGE).size() == EACH);
    }

    private void nothing(long number) {
        demand(index.about(TENANT, digest(rows + number), PAGE).isEmpty());
    }

    private static void demand(boolean right) {
        if (!right) {
            throw new IllegalStateException("the answer is not right");
        }
    }

    private static Digest digest(long number) {
        return Hashing.of(
                Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
    }
}
