package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.Administration;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.json.Json;

/** A command of administrators: does one act as the current context and says what holds now. */
abstract class AdministrationCommand extends Subcommand {
    AdministrationCommand(Session session) {
        super(session);
    }

    @Override
    protected final ExitCode run() {
        try (ExhibitClient client = session().connect()) {
            act(client.administration());
        }
        return ExitCode.DONE;
    }

    /** Acts, and shows the result. */
    abstract void act(Administration administration);

    /** Says that something is in use now, or not. */
    final void show(String kind, String name, boolean enabled) {
        output().line(kind + " " + name + " is " + (enabled ? "in use" : "out of use"));
        output().result(Json.object().with(kind, name).with("enabled", enabled));
    }
}
