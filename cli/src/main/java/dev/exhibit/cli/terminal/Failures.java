package dev.exhibit.cli.terminal;

import dev.exhibit.boundary.database.embedded.EmbeddedPostgresException;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import dev.exhibit.keyless.KeylessException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The one mapping from what went wrong to what a person reads and a script gets. */
public final class Failures {
    private Failures() {}

    /** What to say and how to end for {@code failure}. */
    public static CommandFailure of(Throwable failure) {
        return switch (failure) {
            case CommandFailure known -> known;
            case ClientProblem problem -> ofProblem(problem);
            case ProblemException problem ->
                new CommandFailure(
                        exitFor(problem.code()),
                        problem.code().title() + ": " + problem.getMessage() + ". "
                                + problem.code().advice());
            case KeylessException failed ->
                new CommandFailure(exitFor(failed.kind()), String.valueOf(failed.getMessage()));
            case StartRefusedException refused -> CommandFailure.usage(String.valueOf(refused.getMessage()));
            case EmbeddedPostgresException failed ->
                new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(failed.getMessage()));
            case VaultUnavailableException failed ->
                new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(failed.getMessage()));
            case MalformedException malformed ->
                CommandFailure.usage("unreadable input" + place(malformed) + ": " + malformed.getMessage());
            case IllegalArgumentException wrong -> CommandFailure.usage(String.valueOf(wrong.getMessage()));
            case UncheckedIOException io -> ofIo(io.getCause() == null ? new IOException(io) : io.getCause());
            default ->
                new CommandFailure(
                        ExitCode.DEFECT,
                        "defect: " + failure + " (set EXHIBIT_DEBUG=1 for the stack trace, and please report it)");
        };
    }

    private static CommandFailure ofProblem(ClientProblem problem) {
        return new CommandFailure(
                switch (problem.code()) {
                    case "integrity" -> ExitCode.REFUSED;
                    case "certificate_ended" -> ExitCode.NOT_ALLOWED;
                    default -> exitFor(problem.status());
                },
                String.valueOf(problem.getMessage()),
                problem.document());
    }

    private static ExitCode exitFor(KeylessException.Kind kind) {
        return switch (kind) {
            case CONFIGURATION -> ExitCode.USAGE;
            case NOT_ALLOWED -> ExitCode.NOT_ALLOWED;
            case REFUSED -> ExitCode.REFUSED;
            case UNAVAILABLE -> ExitCode.UNAVAILABLE;
        };
    }

    private static ExitCode exitFor(ProblemCode code) {
        return switch (code) {
            case INTEGRITY -> ExitCode.REFUSED;
            default -> code.status() == 503 ? ExitCode.UNAVAILABLE : ExitCode.USAGE;
        };
    }

    private static ExitCode exitFor(int status) {
        return switch (status) {
            case 0, 202, 429, 502, 503, 504 -> ExitCode.UNAVAILABLE;
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            case 404 -> ExitCode.NOT_FOUND;
            case 500 -> ExitCode.DEFECT;
            default -> ExitCode.USAGE;
        };
    }

    private static CommandFailure ofIo(IOException io) {
        return switch (io) {
            case FileNotFoundException missing -> CommandFailure.usage("cannot read " + missing.getMessage());
            case NoSuchFileException missing -> CommandFailure.usage("no such file: " + missing.getMessage());
            case AccessDeniedException denied -> CommandFailure.usage("no access to " + denied.getMessage());
            default ->
                new CommandFailure(ExitCode.UNAVAILABLE, "input or output failed: " + io.getMessage(), detail(io));
        };
    }

    private static Json.Obj detail(IOException io) {
        return Json.object().with("detail", String.valueOf(io.getMessage()));
    }

    private static String place(MalformedException malformed) {
        return malformed.pointer().isEmpty() ? "" : " at " + malformed.pointer();
    }
}
