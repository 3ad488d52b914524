package dev.exhibit.cli.command;

import dev.exhibit.cli.context.Connections;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Login;
import dev.exhibit.crypto.json.Json;
import picocli.CommandLine.Command;

/** {@code exhibit login}. */
@Command(
        name = "login",
        header = "Get an access token with the context in use, and say who that makes me.",
        description =
                "The token is not shown and not kept: other commands get their own. Exit code 3 if there is none for me.")
public final class LoginCommand extends Subcommand {
    public LoginCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        Context context = session().contexts().required();
        Login login = login(context);
        output().field("context", context.name());
        output().field("client", login.client());
        output().field("tenant", login.tenant().orElse("not said"));
        output().field("scopes", String.join(" ", login.scopes()));
        output().field("issuer", login.issuer());
        output().field("expires", login.expires());
        Json.Obj result = Json.object()
                .with("context", context.name())
                .with("client", login.client())
                .with("scopes", Json.texts(login.scopes()))
                .with("issuer", login.issuer())
                .with("expires", login.expires().toString());
        output().result(login.tenant()
                .map(tenant -> result.with("tenant", tenant))
                .orElse(result));
        return ExitCode.DONE;
    }

    private Login login(Context context) {
        try (ExhibitClient client = session().connect(Connections.required(context))) {
            return client.login()
                    .orElseThrow(() -> CommandFailure.usage(
                            "context '" + context.name() + "' names no token endpoint: its certificate is all it has"));
        } catch (ClientProblem refused) {
            boolean forMe = refused.status() == 400 || refused.status() == 401 || refused.status() == 403;
            throw forMe
                    ? new CommandFailure(ExitCode.NOT_ALLOWED, String.valueOf(refused.getMessage()), refused.document())
                    : refused;
        }
    }
}
