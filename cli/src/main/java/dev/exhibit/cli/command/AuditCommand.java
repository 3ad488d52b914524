package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.AuditPage;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.AuditLine;
import dev.exhibit.crypto.journal.AuditRow;
import dev.exhibit.crypto.journal.AuditVerifier;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.tlog.Checkpoint;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit audit}. */
@Command(
        name = "audit",
        header = "List, export and verify audit records.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AuditCommand.ListRows.class, AuditCommand.Export.class, AuditCommand.Verify.class})
public final class AuditCommand {
    private static final List<String> ROOMS = List.of("signer", "evidence", "boundary", "authority");

    /** All pages of a room after so many records. */
    private static void pages(ExhibitClient client, String room, long after, Consumer<AuditPage> page) {
        AuditPage next = client.audit(room, after);
        page.accept(next);
        while (next.more()) {
            next = client.audit(room, next.next());
            page.accept(next);
        }
    }

    /** {@code exhibit audit list}. */
    @Command(name = "list", header = "List the sealed audit records of a room.")
    public static final class ListRows extends Subcommand {
        @Option(names = "--room", paramLabel = "ROOM", description = "signer, evidence, boundary or authority.")
        private String room = "evidence";

        @Option(names = "--after", paramLabel = "N", description = "0, or where an earlier list ended.")
        private long after;

        public ListRows(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            List<Json> rows = new ArrayList<>();
            try (ExhibitClient client = session().connect()) {
                pages(
                        client,
                        room,
                        after,
                        page -> page.lines().forEach(line -> {
                            if (AuditLine.decode(line) instanceof AuditLine.Row one) {
                                output().line(oneLine(one.row()));
                                rows.add(one.row().toJson());
                            }
                        }));
            }
            output().result(Json.object().with("room", room).with("records", Json.array(rows)));
            return ExitCode.DONE;
        }

        private static String oneLine(AuditRow row) {
            return row.at() + "  " + row.action() + "  " + row.target() + "  " + row.actor();
        }
    }

    /** {@code exhibit audit export}. */
    @Command(
            name = "export",
            header = "Write the audit records of all rooms, with all that proves them, to a file.",
            description = {
                "One JSON document a line. With --continue it begins where an earlier export ended: one a day makes a chain"
                        + " of files that verify together."
            })
    public static final class Export extends Subcommand {
        @Option(
                names = {"-o", "--to"},
                required = true,
                paramLabel = "FILE",
                description = "A new file.")
        private Path target = Path.of("");

        @Option(names = "--continue", paramLabel = "FILE", description = "The export before.")
        private @Nullable Path before;

        public Export(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Map<String, Long> ends = new HashMap<>();
            Optional.ofNullable(before).ifPresent(file -> eachLine(file, line -> end(line, ends)));
            long[] records = new long[1];
            try (ExhibitClient client = session().connect();
                    BufferedWriter out = Files.newBufferedWriter(target, StandardOpenOption.CREATE_NEW)) {
                for (String room : ROOMS) {
                    pages(client, room, ends.getOrDefault(room, 0L), page -> records[0] += write(page, out));
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            output().field("records", records[0]);
            output().field("file", target);
            output().result(Json.object().with("records", records[0]).with("file", target.toString()));
            return ExitCode.DONE;
        }

        private static void end(Bytes line, Map<String, Long> ends) {
            if (AuditLine.decode(line) instanceof AuditLine.Head head) {
                ends.put(head.fact().room(), head.fact().chain().count());
            }
        }

        private static long write(AuditPage page, BufferedWriter out) {
            try {
                for (Bytes line : page.lines()) {
                    out.write(line.asLenientText());
                    out.write('\n');
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            return page.lines().stream()
                    .filter(line -> AuditLine.decode(line) instanceof AuditLine.Row)
                    .count();
        }
    }

    /** {@code exhibit audit verify}. */
    @Command(
            name = "verify",
            header = "Verify exports of audit records, offline: nothing changed, removed, added or moved.",
            footer = {"", "Exit codes: 0 proven, 5 refused."})
    public static final class Verify extends Subcommand {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "Exports, each continuing the one before.")
        private List<Path> files = new ArrayList<>();

        @Mixin
        private final JournalOptions trust = new JournalOptions();

        public Verify(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            AuditVerifier verifier = new AuditVerifier(trust.key(origin()));
            List<AuditVerifier.Range> ranges = JournalOptions.checked(() -> {
                files.forEach(file -> eachLine(file, verifier::accept));
                return verifier.finish();
            });
            List<Json> proven = new ArrayList<>();
            for (AuditVerifier.Range range : ranges) {
                output().field(
                                range.room(),
                                output().good("proven") + ", records " + range.first() + " to " + range.last());
                proven.add(Json.object()
                        .with("room", range.room())
                        .with("first", range.first())
                        .with("last", range.last()));
            }
            output().result(Json.object().with("result", "proven").with("rooms", Json.array(proven)));
            return ExitCode.DONE;
        }

        /** The key says which journal it is; the name is that of the first checkpoint. */
        private String origin() {
            List<Checkpoint> found = new ArrayList<>();
            files.forEach(file -> eachLine(file, line -> {
                if (found.isEmpty() && line.asLenientText().startsWith("{\"note\":")) {
                    found.add(((AuditLine.Signed) AuditLine.decode(line)).checkpoint());
                }
            }));
            return found.stream().map(Checkpoint::origin).findFirst().orElse("journal.invalid");
        }
    }

    private static void eachLine(Path file, Consumer<Bytes> each) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                each.accept(Bytes.utf8(line));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
