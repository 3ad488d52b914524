package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.command.Subcommand;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.blob.Quarantine;
import dev.exhibit.evidence.fsck.Certify;
import dev.exhibit.evidence.fsck.Finding;
import dev.exhibit.evidence.fsck.Fsck;
import dev.exhibit.evidence.fsck.MendBlobs;
import dev.exhibit.evidence.fsck.Mending;
import dev.exhibit.evidence.fsck.Part;
import dev.exhibit.evidence.fsck.Progress;
import dev.exhibit.evidence.fsck.Tally;
import dev.exhibit.evidence.index.PostgresLogIndex;
import dev.exhibit.evidence.index.PostgresQuarantineRecord;
import dev.exhibit.evidence.index.PostgresStoredRows;
import dev.exhibit.evidence.log.CheckLog;
import dev.exhibit.evidence.log.LogIndex;
import dev.exhibit.evidence.log.LogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exhibit fsck}. */
@Command(
        name = "fsck",
        header = "Compare all that an installation keeps with itself: index, bytes, journal, logs, audit.",
        description = {
            "Reads every byte of every blob, manifest and log, every row of the index and the audit, and says where one of them"
                    + " differs from what the journal tells. Changes nothing without --repair.",
            "Works while the service is stopped; where the database is a server of its own, also while it runs.",
            "Exit code 0: all is well; 5: integrity is broken; 10: something could not be read now."
        })
public final class FsckCommand extends Subcommand {
    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Look at this tenant alone.")
    private @Nullable String tenant;

    @Option(
            names = "--partition",
            paramLabel = "I/N",
            description = "Look at one of N parts, by the first byte of digests; part 1 has what cannot be divided.")
    private String partition = Part.WHOLE.toString();

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Go on where the check that wrote this file broke off; written as it goes, removed at its end.")
    private @Nullable Path resume;

    @Option(
            names = "--repair",
            description = "Move wrong bytes to quarantine; write files of logs and manifests again where that is safe.")
    private boolean repair;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Write what was checked and found, signed with the key of the tenant's journal.")
    private @Nullable Path certificate;

    public FsckCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Logging.to(System.err, session().isDebugging());
        Part part = Part.parse(partition);
        Tally tally = checked(part, Optional.ofNullable(tenant).map(TenantId::new));
        tally.findings().forEach(this::print);
        print(tally);
        output().result(tally.addTo(Json.object().with("sound", tally.isSound()).with("partition", part.toString())));
        return tally.isSound() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private Tally checked(Part part, Optional<TenantId> only) {
        Settings settings = installation.settings();
        Platform platform = Platform.ofProcess(session().environment());
        Instant from = platform.clock().instant();
        Progress progress = progress(part);
        try (Closing closing = new Closing()) {
            StoppedRooms rooms =
                    StoppedRooms.open(settings, installation.directory(), platform, false, output()::note, closing);
            List<TenantId> tenants = only.map(List::of).orElseGet(rooms::tenants);
            Optional<Certify> certify =
                    Optional.ofNullable(certificate).map(file -> certify(rooms, tenants, part, progress, from));
            Fsck fsck = new Fsck(parts(rooms), rooms.checker(), mending(rooms), repair);
            List<Fsck.Step> steps = fsck.steps(tenants, only.isEmpty(), part);
            ProgressNotes notes = new ProgressNotes(output(), platform.clock(), steps.size());
            progress.run(steps, step -> {
                Optional.ofNullable(resume).ifPresent(file -> Documents.write(file, progress.encode()));
                notes.ended(step.name(), progress.tally());
            });
            certify.ifPresent(one -> Documents.write(
                    Optional.ofNullable(certificate).orElseThrow(),
                    one.signed(progress.tally(), platform.clock().instant())));
        }
        forget();
        return progress.tally();
    }

    private Progress progress(Part part) {
        String check = String.join(
                " ",
                installation.directory().root().toString(),
                Optional.ofNullable(tenant).orElse("all"),
                part.toString(),
                repair ? "repair" : "look");
        return Optional.ofNullable(resume)
                .filter(Files::exists)
                .map(file -> Progress.read(Documents.read(file), check))
                .orElseGet(() -> Progress.of(check));
    }

    private void forget() {
        try {
            if (resume != null) {
                Files.deleteIfExists(resume);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Mending mending(StoppedRooms rooms) {
        if (!repair) {
            return Mending.NONE;
        }
        PostgresQuarantineRecord record = new PostgresQuarantineRecord(
                rooms.databases().evidence(), rooms::call, rooms.platform().clock());
        return new MendBlobs(rooms.objects(), new Quarantine(rooms.objects(), found -> {}, record));
    }

    static Fsck.Parts parts(StoppedRooms rooms) {
        LogIndex logs = new PostgresLogIndex(rooms.databases().evidence(), Map.of());
        return new Fsck.Parts(
                new PostgresStoredRows(rooms.databases().evidence()),
                rooms.objects(),
                new CheckLog(logs, rooms.objects()),
                rooms.keys(),
                rooms.databases().audits());
    }

    private void print(Finding finding) {
        String kind = finding.kind().wire();
        String marked = finding.kind().isBroken() ? output().bad(kind) : output().faint(kind);
        String whose = finding.tenant().isEmpty() ? "" : finding.tenant() + "  ";
        output().line(marked + "  " + whose + finding.name() + ": " + finding.what());
    }

    private void print(Tally tally) {
        for (Tally.Seen seen : Tally.Seen.values()) {
            output().field(seen.wire(), tally.seen(seen));
        }
        tally.counts().forEach((kind, count) -> output().field(kind.wire(), count));
        output().line(tally.isSound() ? output().good("sound") : output().bad("INTEGRITY IS BROKEN"));
    }

    /** For one tenant only: each has a journal, and so a key, of its own. */
    private static Certify certify(
            StoppedRooms rooms, List<TenantId> tenants, Part part, Progress progress, Instant from) {
        if (tenants.size() != 1) {
            throw CommandFailure.usage("a certificate is about one tenant; name it with --tenant");
        }
        LogReader logs = new LogReader(new PostgresLogIndex(rooms.databases().evidence(), Map.of()), rooms.objects());
        TenantId tenant = tenants.getFirst();
        Certify.Beginning began = progress.begun(
                () -> Certify.from(logs, rooms.keys(), tenant, part, from).beginning());
        return Certify.of(logs, rooms.keys(), tenant, part, began);
    }
}
