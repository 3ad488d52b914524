package dev.exhibit.cli.command;

import dev.exhibit.client.Administration;
import dev.exhibit.client.Invitation;
import dev.exhibit.crypto.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit invite}. */
@Command(
        name = "invite",
        header = "Make a one-time code by which somebody enrols.",
        description = "For administrators of a tenant. The code is shown once and is good for one certificate.")
public final class InviteCommand extends AdministrationCommand {
    @Parameters(paramLabel = "CLIENT", description = "The client whose certificate it is.")
    private String client = "";

    @Option(
            names = "--identity",
            required = true,
            paramLabel = "SPIFFE-ID",
            description = "What the certificate says: below spiffe://exhibit.internal/tenant/TENANT/.")
    private String identity = "";

    public InviteCommand(Session session) {
        super(session);
    }

    @Override
    void act(Administration administration) {
        Invitation invitation = administration.invite(client, identity);
        output().field("code", invitation.code());
        output().field("expires", invitation.expires());
        output().result(Json.object()
                .with("code", invitation.code())
                .with("expires", invitation.expires().toString()));
    }
}
