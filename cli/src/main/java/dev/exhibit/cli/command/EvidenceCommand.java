package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.cli.terminal.Output;
import dev.exhibit.client.EvidenceRecord;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Registered;
import dev.exhibit.client.Registration;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit evidence}. */
@Command(
        name = "evidence",
        header = "Put, get and list evidence by digest; attach it to images and find it there.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EvidenceCommand.Put.class,
            EvidenceCommand.Get.class,
            EvidenceCommand.ListAll.class,
            EvidenceFindCommand.class,
            EvidenceChangesCommand.class,
            EvidenceGroundsCommand.class,
            EvidenceUsesCommand.class,
            EvidenceGraphCommand.class,
            EvidenceAttachCommand.class,
            EvidenceDiscoverCommand.class,
            ReceiptCommand.class
        })
public final class EvidenceCommand {

    /** {@code exhibit evidence put}. */
    @Command(
            name = "put",
            header = "Store a file under its digest and say what it is and which artifacts it speaks of.")
    public static final class Put extends Subcommand {
        @Parameters(paramLabel = "FILE", description = "The document.")
        private Path file = Path.of("");

        @Option(
                names = "--kind",
                required = true,
                paramLabel = "KIND",
                description = "sbom, advisory, vex, policy or other.")
        private String kind = "";

        @Option(
                names = "--subject",
                required = true,
                paramLabel = "FILE|sha256:…",
                description = "An artifact it speaks of; may be repeated.")
        private List<String> subjects = new ArrayList<>();

        @Option(names = "--media-type", paramLabel = "TYPE", description = "Media type of the document.")
        private String mediaType = "application/json";

        @Option(
                names = "--link",
                paramLabel = "RELATION=sha256:…",
                description = "Other evidence that it refers to; may be repeated.")
        private List<String> links = new ArrayList<>();

        @Option(
                names = "--receipt",
                paramLabel = "FILE",
                description = "Keep the store's signed receipts here, for exhibit evidence receipt.")
        private @Nullable Path receipts;

        public Put(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Digest digest = Hashing.of(file).digest();
            Registration registration = new Registration(
                    digest,
                    kind,
                    mediaType,
                    subjects.stream().map(EvidenceCommand::digestOf).toList(),
                    links.stream().map(Put::link).toList());
            try (ExhibitClient client = session().connect()) {
                Optional<Json.Obj> stored = client.putBlob(digest, file);
                Registered registered = client.registered(registration);
                show(output(), registered.record());
                keep(Stream.of(stored, registered.receipt())
                        .flatMap(Optional::stream)
                        .toList());
            }
            return ExitCode.DONE;
        }

        private void keep(List<Json.Obj> given) {
            Optional.ofNullable(receipts).ifPresent(target -> {
                CanonicalJson document = CanonicalJson.of(Json.object().with("receipts", Json.array(given)));
                Documents.write(target, document.bytes());
                output().field("receipts", target);
            });
        }

        private static Registration.Link link(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage("a link is written RELATION=sha256:…, not '" + text + "'");
            }
            return new Registration.Link(text.substring(0, equals), Digest.parse(text.substring(equals + 1)));
        }
    }

    /** {@code exhibit evidence get}. */
    @Command(name = "get", header = "Fetch evidence by digest; the bytes are hashed before they are written.")
    public static final class Get extends Subcommand {
        @Parameters(paramLabel = "sha256:…", description = "The digest.")
        private String digest = "";

        @Option(
                names = {"-o", "--to"},
                required = true,
                paramLabel = "FILE",
                description = "Where to write it.")
        private Path target = Path.of("");

        public Get(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Digest wanted = Digest.parse(digest);
            try (ExhibitClient client = session().connect()) {
                long size = Documents.download(target, wanted, () -> client.openBlob(wanted));
                output().field("digest", wanted);
                output().field("size", size + " bytes");
                output().field("file", target);
                output().result(Json.object()
                        .with("digest", wanted.toString())
                        .with("size", size)
                        .with("file", target.toString()));
            }
            return ExitCode.DONE;
        }
    }

    /** {@code exhibit evidence list}. */
    @Command(name = "list", header = "List all evidence of an artifact.")
    public static final class ListAll extends Subcommand {
        @Parameters(paramLabel = "FILE|sha256:…", description = "The artifact, or its digest.")
        private String artifact = "";

        @Option(
                names = "--proof",
                description = "List what the journal proves to be all of it; verified here, with --journal-key.")
        private boolean proof;

        @Mixin
        private final JournalOptions trust = new JournalOptions();

        public ListAll(Session session) {
            super(session);
        }

        @Override
        protected ExitCode run() {
            Digest digest = digestOf(artifact);
            try (ExhibitClient client = session().connect()) {
                if (proof) {
                    EvidenceProof.of(client, digest, trust).print(output());
                    return ExitCode.DONE;
                }
                List<EvidenceRecord> records = client.evidenceOf(digest);
                output().line(output().strong(digest.toString()));
                records.forEach(record -> output().line("  " + oneLine(record)));
                output().result(Json.object()
                        .with("artifact", digest.toString())
                        .with(
                                "evidence",
                                Json.array(records.stream()
                                        .map(EvidenceCommand::describe)
                                        .toList())));
            }
            return ExitCode.DONE;
        }
    }

    static Digest digestOf(String fileOrDigest) {
        if (Digest.isDigest(fileOrDigest)) {
            return Digest.parse(fileOrDigest);
        }
        if (!Files.isRegularFile(Path.of(fileOrDigest))) {
            throw CommandFailure.usage("neither a file nor a digest: " + fileOrDigest);
        }
        return Hashing.of(Path.of(fileOrDigest)).digest();
    }

    private static void show(Output output, EvidenceRecord record) {
        output.line("  " + oneLine(record));
        output.result(describe(record));
    }

    private static String oneLine(EvidenceRecord record) {
        String kind = record.kind() + " ".repeat(Math.max(1, 14 - record.kind().length()));
        return kind + record.digest() + "  " + record.predicateType().orElse(record.mediaType());
    }

    private static Json describe(EvidenceRecord record) {
        Json.Obj json = Json.object()
                .with("digest", record.digest().toString())
                .with("kind", record.kind())
                .with("mediaType", record.mediaType())
                .with(
                        "subjects",
                        Json.texts(
                                record.subjects().stream().map(Digest::toString).toList()))
                .with("storedAt", record.storedAt())
                .with("storedBy", record.storedBy());
        return record.predicateType().isPresent()
                ? json.with("predicateType", record.predicateType().get())
                : json;
    }
}
