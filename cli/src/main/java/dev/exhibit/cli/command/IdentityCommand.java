package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.client.Administration;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit identity}. */
@Command(
        name = "identity",
        header = "Say who belongs to the tenant and what each may do; for its administrators, but for rotate-key.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            IdentityCommand.ListAll.class,
            IdentityCommand.Add.class,
            IdentityCommand.Allow.class,
            IdentityCommand.Enable.class,
            IdentityCommand.Disable.class,
            IdentityCommand.Revoke.class,
            IdentityCommand.Pending.class,
            RotateKeyCommand.class
        })
public final class IdentityCommand {

    /** {@code exhibit identity list}. */
    @Command(name = "list", header = "List the tenant's clients with their identities.")
    public static final class ListAll extends AdministrationCommand {
        public ListAll(Session session) {
            super(session);
        }

        @Override
        void act(Administration administration) {
            List<Administration.Client> clients = administration.clients();
            List<Administration.Identity> identities = administration.identities();
            for (Administration.Client client : clients) {
                output().line(client.client() + "  " + client.role() + mark(client.enabled()));
                identities.stream()
                        .filter(identity -> identity.client().equals(client.client()))
                        .forEach(this::show);
            }
            List<Json> found =
                    clients.stream().<Json>map(IdentityCommand::described).toList();
            List<Json> named =
                    identities.stream().<Json>map(IdentityCommand::described).toList();
            output().result(Json.object().with("clients", Json.array(found)).with("identities", Json.array(named)));
        }

        private void show(Administration.Identity identity) {
            output().line("  " + identity.identity() + mark(identity.enabled()));
            identity.allowance()
                    .members()
                    .forEach((list, entries) -> output().line(
                                    "    " + list + (list.equals("scanRules") ? " passed over: " : " only: ")
                                            + CanonicalJson.of(entries).bytes().asLenientText()));
        }

        private static String mark(boolean enabled) {
            return enabled ? "" : "  (out of use)";
        }
    }

    /** {@code exhibit identity add}. */
    @Command(name = "add", header = "Register an identity, with a new client for its tokens or one that is there.")
    public static final class Add extends AdministrationCommand {
        @Parameters(
                paramLabel = "IDENTITY",
                description = "What its certificates say: a SPIFFE id or a lower-case DNS name.")
        private String identity = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "Of the new client: pipeline, service, auditor, operator, key-custodian, tenant-admin.")
        private @Nullable String role;

        @Option(
                names = "--client",
                paramLabel = "ID",
                description = "The client's id (default: the identity). Without --role, one that is there.")
        private @Nullable String client;

        @Mixin
        private AllowanceOptions allowed = new AllowanceOptions();

        public Add(Session session) {
            super(session);
        }

        @Override
        void act(Administration administration) {
            String id = Optional.ofNullable(client).orElse(identity);
            if (role == null && client == null) {
                throw CommandFailure.usage("name --role for a new client, or --client for one that is there");
            }
            if (role != null) {
                // With its identity at once, unless that may not have everything signed for even a moment.
                administration.addClient(id, role, allowed.isGiven() ? List.of() : List.of(identity));
            }
            if (role == null || allowed.isGiven()) {
                administration.addIdentity(identity, id, allowed.toJson());
            }
            show("identity", identity, true);
        }
    }

    /** {@code exhibit identity allow}. */
    @Command(
            name = "allow",
            header = "Say what an identity may have signed, from its next request on.",
            description = "Replaces what was said before. Without a list: everything that its role allows.")
    public static final class Allow extends AdministrationCommand {
        @Parameters(paramLabel = "IDENTITY", description = "As it is listed.")
        private String identity = "";

        @Mixin
        private AllowanceOptions allowed = new AllowanceOptions();

        @Option(names = "--everything", description = "Instead of lists: whatever its role allows.")
        private boolean everything;

        public Allow(Session session) {
            super(session);
        }

        @Override
        void act(Administration administration) {
            if (everything == allowed.isGiven()) {
                throw CommandFailure.usage("name --predicate-type, --key or --scan-rule, or --everything");
            }
            administration.allow(identity, allowed.toJson());
            output().line("identity " + identity + " may have signed: "
                    + (everything
                            ? "everything"
                            : CanonicalJson.of(allowed.toJson()).bytes().asLenientText()));
            output().result(allowed.toJson().with("identity", identity));
        }
    }

    /** Takes one identity into use or out of it. */
    abstract static class Switch extends AdministrationCommand {
        private final boolean enabled;

        @Parameters(paramLabel = "IDENTITY", description = "As it is listed.")
        private String identity = "";

        Switch(Session session, boolean enabled) {
            super(session);
            this.enabled = enabled;
        }

        @Override
        final void act(Administration administration) {
            administration.enableIdentity(identity, enabled);
            show("identity", identity, enabled);
        }
    }

    /** {@code exhibit identity enable}. */
    @Command(name = "enable", header = "Take an identity back into use.")
    public static final class Enable extends Switch {
        public Enable(Session session) {
            super(session, true);
        }
    }

    /** {@code exhibit identity disable}. */
    @Command(name = "disable", header = "Take an identity out of use, from the next request on.")
    public static final class Disable extends Switch {
        public Disable(Session session) {
            super(session, false);
        }
    }

    /** {@code exhibit identity revoke}. */
    @Command(
            name = "revoke",
            header = "Take one certificate out of use for ever, from the next request on.",
            description = "Who lost a key uses 'disable': the certificate may have been renewed for another key.")
    public static final class Revoke extends AdministrationCommand {
        @Parameters(paramLabel = "PEM|sha256:…", description = "The certificate, or the SHA-256 of its DER.")
        private String certificate = "";

        public Revoke(Session session) {
            super(session);
        }

        @Override
        void act(Administration administration) {
            Digest digest = certificate.startsWith("sha256:") ? Digest.parse(certificate) : digestOf(certificate);
            administration.revokeCertificate(digest);
            output().line("certificate " + digest + " is revoked");
            output().result(Json.object().with("certificate", digest.toString()).with("revoked", true));
        }

        private static Digest digestOf(String file) {
            try {
                return Hashing.of(Pem.decode("CERTIFICATE", Files.readString(Path.of(file))));
            } catch (IOException unreadable) {
                throw CommandFailure.usage("cannot read " + file);
            }
        }
    }

    /** {@code exhibit identity pending}. */
    @Command(
            name = "pending",
            header = "List the changes that wait for a second administrator.",
            description = "Whoever agrees to one sends the very same command, with another client.")
    public static final class Pending extends AdministrationCommand {
        public Pending(Session session) {
            super(session);
        }

        @Override
        void act(Administration administration) {
            List<Administration.Change> changes = administration.changes();
            changes.forEach(change -> output().line(change.act() + "  " + change.target() + "  asked for by "
                    + change.proposedBy() + ", until " + change.expires()));
            List<Json> found = changes.stream()
                    .<Json>map(change -> Json.object()
                            .with("change", change.change())
                            .with("act", change.act())
                            .with("target", change.target())
                            .with("proposedBy", change.proposedBy())
                            .with("expires", change.expires()))
                    .toList();
            output().result(Json.object().with("changes", Json.array(found)));
        }
    }

    private static Json.Obj described(Administration.Identity identity) {
        return identity.allowance()
                .with("identity", identity.identity())
                .with("client", identity.client())
                .with("enabled", identity.enabled());
    }

    private static Json.Obj described(Administration.Client client) {
        return Json.object()
                .with("client", client.client())
                .with("role", client.role())
                .with("enabled", client.enabled())
                .with("identities", Json.texts(client.identities()));
    }
}
