package dev.exhibit.cli.demo;

import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.command.Subcommand;
import dev.exhibit.cli.serve.Platform;
import dev.exhibit.cli.terminal.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exhibit demo}. */
@Command(
        name = "demo",
        header = "The main job on real input, from nothing.",
        description = {
            "Starts the service on an empty folder, attests this program's own jar and its bill of materials, cuts a"
                    + " slice, links everything, stops the service, verifies and replays from files alone, and shows that"
                    + " one flipped byte is refused.",
            "Needs no network, no server and no root."
        },
        footer = {"", "Exit code 0 only if all of it held."})
public final class DemoCommand extends Subcommand {
    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            description = "Where the files go (default: exhibit-demo). An earlier demo's folder is replaced.")
    private Path folder = Path.of("exhibit-demo");

    @Option(
            names = "--keep",
            description = "Keep the service's data directory, to start it again with 'exhibit serve'.")
    private boolean keep;

    public DemoCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        DemoFolder files = DemoFolder.prepare(folder);
        new Demo(session(), Platform.ofProcess(session().environment()), files).run();
        if (!keep) {
            files.removeServer();
        }
        return ExitCode.DONE;
    }
}
