package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.command.Subcommand;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.evidence.fsck.Reindex;
import dev.exhibit.evidence.fsck.Tally;
import dev.exhibit.evidence.index.PostgresNewIndex;
import dev.exhibit.evidence.log.LogName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exhibit reindex}. */
@Command(
        name = "reindex",
        header = "Make the index of an installation anew from its objects and logs alone.",
        description = {
            "For an evidence index that is lost: reads each journal from its files, proves it with its signed checkpoint, and"
                    + " makes the rows that it tells of. Where anything contradicts what was signed, nothing is written.",
            "The service must not run. Exit code 5: a contradiction, or bytes that the journal tells of are gone."
        })
public final class ReindexCommand extends Subcommand {
    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Make the index of this tenant alone.")
    private @Nullable String tenant;

    public ReindexCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Logging.to(System.err, session().isDebugging());
        Settings settings = installation.settings();
        Platform platform = Platform.ofProcess(session().environment());
        List<Json> made = new ArrayList<>();
        boolean sound = true;
        try (Closing closing = new Closing()) {
            StoppedRooms rooms =
                    StoppedRooms.open(settings, installation.directory(), platform, true, output()::note, closing);
            Reindex reindex = new Reindex(
                    new PostgresNewIndex(rooms.databases().owned(settings, rooms.secrets(), closing)),
                    rooms.objects(),
                    platform.clock());
            for (TenantId each : tenants(rooms)) {
                Tally tally = reindex.run(rooms.call(each), keys(rooms, each, platform));
                print(each, tally);
                made.add(tally.addTo(Json.object().with("tenant", each.value())));
                sound &= tally.isSound();
            }
        }
        output().result(Json.object().with("tenants", Json.array(made)));
        return sound ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private List<TenantId> tenants(StoppedRooms rooms) {
        return Optional.ofNullable(tenant)
                .map(name -> List.of(new TenantId(name)))
                .orElseGet(() -> rooms.objects().tenants());
    }

    /** The public keys that the service published, if the vault of logs has them: nobody else can sign with those. */
    private Map<LogName, JournalKey> keys(StoppedRooms rooms, TenantId of, Platform platform) {
        String name = installation.directory().installationName(platform.ids());
        Map<LogName, JournalKey> keys = new TreeMap<>();
        for (LogName log : LogName.values()) {
            Path file = installation.directory().clients().resolve(log.wire() + "-" + of + ".pem");
            if (!Files.exists(file)) {
                throw new StartRefusedException("there is no " + file + " that says which key the log has");
            }
            VerificationKey key = VerificationKey.fromPem(Documents.read(file).asLenientText());
            if (rooms.keys().inVault(key.id()).isEmpty()) {
                throw new StartRefusedException("the vault of logs does not have the key of " + file);
            }
            keys.put(log, JournalKey.of(log.origin(of, name), key, rooms.checker()));
        }
        return keys;
    }

    private void print(TenantId each, Tally tally) {
        output().line(output().strong(each.value()));
        for (Tally.Seen seen : List.of(Tally.Seen.ENTRIES, Tally.Seen.BLOBS, Tally.Seen.EVIDENCE, Tally.Seen.HOLDS)) {
            output().field(seen.wire(), tally.seen(seen));
        }
        tally.findings()
                .forEach(finding -> output().line(
                                output().bad(finding.kind().wire()) + "  " + finding.name() + ": " + finding.what()));
    }
}
