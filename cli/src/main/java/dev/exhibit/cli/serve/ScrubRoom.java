package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.ScrubSettings;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.secret.PrivateFiles;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.fsck.Fsck;
import dev.exhibit.evidence.fsck.Mending;
import dev.exhibit.evidence.fsck.ScrubRounds;
import dev.exhibit.evidence.index.PostgresStoredRows;
import dev.exhibit.evidence.log.CheckLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** The check of all evidence in the background, put together. */
final class ScrubRoom {
    /** A tenth of the time, so that requests do not wait for it. */
    private static final Duration PAUSE = Duration.ofSeconds(54);

    private static final Duration ROUND = Duration.ofSeconds(6);

    private final ScrubRounds rounds;
    private final boolean wanted;

    ScrubRoom(
            ScrubSettings settings,
            Databases databases,
            ObjectStore objects,
            LogRoom logs,
            SignatureChecker checker,
            Path folder,
            Platform platform) {
        Fsck.Parts parts = new Fsck.Parts(
                new PostgresStoredRows(databases.evidence()),
                objects,
                new CheckLog(logs.index, objects),
                logs.keys,
                databases.audits());
        this.wanted = settings.isWanted();
        this.rounds = new ScrubRounds(
                new Fsck(parts, checker, Mending.NONE, false),
                logs.reader,
                logs.keys,
                new ScrubRounds.Pace(Duration.ofDays(settings.days()), ROUND),
                new Folder(folder),
                checker,
                platform.clock(),
                System::nanoTime);
    }

    HealthCheck check() {
        return HealthCheck.notice("evidence-check", rounds::problem);
    }

    void keepUp(Upkeep upkeep, Supplier<? extends Collection<TenantId>> tenants) {
        if (wanted) {
            upkeep.every(PAUSE, "evidence check", () -> rounds.run(tenants.get()));
        }
    }

    /** Certificates as files, one a tenant: the last. */
    private record Folder(Path folder) implements ScrubRounds.Certificates {
        @Override
        public Optional<Instant> last(TenantId tenant) {
            try {
                Path file = file(tenant);
                return Files.exists(file)
                        ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                        : Optional.empty();
            } catch (IOException unread) {
                throw new UncheckedIOException(unread);
            }
        }

        @Override
        public Optional<Bytes> read(TenantId tenant) {
            try {
                Path file = file(tenant);
                return Files.exists(file) ? Optional.of(Bytes.owned(Files.readAllBytes(file))) : Optional.empty();
            } catch (IOException unread) {
                throw new UncheckedIOException(unread);
            }
        }

        @Override
        public void keep(TenantId tenant, Bytes certificate) {
            PrivateFiles.replace(file(tenant), certificate);
        }

        private Path file(TenantId tenant) {
            return folder.resolve(tenant + ".json");
        }
    }
}
