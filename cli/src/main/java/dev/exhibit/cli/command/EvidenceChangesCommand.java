package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit evidence changes}. */
@Command(
        name = "changes",
        header =
                "Show what happened to an artifact since some day: what was said of it and its parts, and how the verdict changed.")
public final class EvidenceChangesCommand extends Subcommand {
    private static final int MANY = JsonLimits.PREDICATE.members();
    private static final int EVENT = 22;

    @Parameters(paramLabel = "FILE|sha256:…", description = "The artifact, or its digest.")
    private String artifact = "";

    @Option(
            names = "--since",
            required = true,
            paramLabel = "TIME",
            description = "A day (2026-01-31, from midnight UTC) or a time (RFC 3339).")
    private String since = "";

    public EvidenceChangesCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Digest digest = EvidenceCommand.digestOf(artifact);
        Instant from = time(since);
        try (ExhibitClient client = session().connect()) {
            Json.Obj changes = client.links().changes(digest, from);
            show(ObjectReader.of(changes, ""));
            output().result(changes);
        }
        return ExitCode.DONE;
    }

    private void show(ObjectReader changes) {
        output().line(output().strong(changes.text("artifact")) + " since " + changes.text("since"));
        List<ObjectReader> events = changes.objects("events", MANY);
        for (ObjectReader event : events) {
            String name = event.text("event");
            output().line("  " + event.text("at") + "  " + name + " ".repeat(Math.max(1, EVENT - name.length()))
                    + event.optionalText("kind").map(kind -> kind + "  ").orElse("")
                    + event.optionalText("digest")
                            .or(() -> event.optionalText("hold"))
                            .orElse(""));
        }
        List<ObjectReader> parts = changes.objects("parts", MANY);
        if (!parts.isEmpty()) {
            output().line("  about packages that it contains:");
        }
        for (ObjectReader part : parts) {
            output().line("  " + part.text("storedAt") + "  " + part.text("kind") + "  " + part.text("digest") + "  "
                    + part.text("purl"));
        }
        changes.optionalObject("verdicts").ifPresent(this::showVerdicts);
        if (events.isEmpty() && parts.isEmpty()) {
            output().line("  nothing");
        }
        if (changes.optionalFlag("moreParts").orElse(false)) {
            output().note("there is more about its parts than fits; ask from a later time on");
        }
        if (changes.optionalInteger("unread", 0, Long.MAX_VALUE).orElse(0L) > 0) {
            output().note("some documents have not been read yet; ask again in a minute");
        }
    }

    private void showVerdicts(ObjectReader verdicts) {
        output().line("  explained last in " + verdicts.text("after"));
        verdicts.optionalText("before").ifPresent(before -> output().line("  and before in     " + before));
        verdicts.optionalObject("difference").ifPresent(difference -> {
            ObjectReader verdict = difference.object("verdict");
            output().line("  verdict " + verdict.text("before") + " -> " + verdict.text("after"));
            for (ObjectReader change : difference.objects("changes", MANY)) {
                output().line("    " + change.text("component") + "  " + change.text("advisory") + "  "
                        + standing(change, "before") + " -> " + standing(change, "after"));
            }
        });
    }

    private static String standing(ObjectReader change, String when) {
        return change.optionalObject(when)
                .map(standing -> standing.text("status") + " (" + standing.text("verdict") + ")")
                .orElse("nothing");
    }

    private static Instant time(String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
        } catch (DateTimeException notTime) {
            throw CommandFailure.usage("--since takes a day, as 2026-01-31, or a time, as 2026-01-31T12:00:00Z");
        }
    }
}
