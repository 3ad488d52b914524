package dev.exhibit.cli.command;

import dev.exhibit.boundary.pki.KeyStoreFile;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.cli.context.Connections;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Login;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
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
        context.server().ifPresent(this::demandCertificate);
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

    private static Login login(Context context) {
        try (ExhibitClient client = Connections.open(context)) {
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

    /** With one that has ended there is no connection, and nobody would say why. */
    private void demandCertificate(Connection connection) {
        Instant end = new KeyStoreFile(connection.keyStore(), SecretFile.readPassword(connection.passwordFile()))
                .read()
                .orElseThrow(() -> CommandFailure.usage("no such file: " + connection.keyStore()))
                .certificate()
                .getNotAfter()
                .toInstant();
        if (session().clock().instant().isAfter(end)) {
            throw new CommandFailure(
                    ExitCode.NOT_ALLOWED,
                    "the client certificate ended at " + end + ": enrol again, see 'exhibit enroll'");
        }
    }
}
