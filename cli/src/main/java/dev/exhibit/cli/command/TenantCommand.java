package dev.exhibit.cli.command;

import dev.exhibit.client.Administration;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit tenant}. */
@Command(
        name = "tenant",
        header = "Make tenants and take them out of use; for administrators of the installation.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TenantCommand.ListAll.class,
            TenantCommand.Add.class,
            TenantCommand.Enable.class,
            TenantCommand.Disable.class
        })
public final class TenantCommand {

    /** {@code exhibit tenant list}. */
    @Command(name = "list", header = "List all tenants.")
    public static final class ListAll extends AdministrationCommand {
        public ListAll(Session session) {
            super(session);
        }

        @Override
        void act(Administration administration) {
            List<Administration.Tenant> tenants = administration.tenants();
            tenants.forEach(tenant -> output().line(tenant.tenant() + (tenant.enabled() ? "" : "  (out of use)")));
            List<Json> found = tenants.stream()
                    .<Json>map(tenant ->
                            Json.object().with("tenant", tenant.tenant()).with("enabled", tenant.enabled()))
                    .toList();
            output().result(Json.object().with("tenants", Json.array(found)));
        }
    }

    /** {@code exhibit tenant add}. */
    @Command(name = "add", header = "Make a tenant with its first administrator.")
    public static final class Add extends AdministrationCommand {
        @Parameters(paramLabel = "TENANT", description = "1 to 63 of a-z 0-9 and inner hyphens.")
        private String tenant = "";

        @Option(
                names = "--administrator",
                required = true,
                paramLabel = "IDENTITY",
                description = "What the administrator's certificate says: a SPIFFE id or a DNS name.")
        private String administrator = "";

        @Option(
                names = "--second-administrator",
                paramLabel = "IDENTITY",
                description = "Another one's, where it takes two administrators to change anything.")
        private @Nullable String second;

        public Add(Session session) {
            super(session);
        }

        @Override
        void act(Administration administration) {
            if (second == null) {
                administration.addTenant(tenant, administrator);
            } else {
                administration.addTenant(tenant, administrator, second);
            }
            show("tenant", tenant, true);
        }
    }

    /** Takes one tenant into use or out of it. */
    abstract static class Switch extends AdministrationCommand {
        private final boolean enabled;

        @Parameters(paramLabel = "TENANT", description = "Its name.")
        private String tenant = "";

        Switch(Session session, boolean enabled) {
            super(session);
            this.enabled = enabled;
        }

        @Override
        final void act(Administration administration) {
            administration.enableTenant(tenant, enabled);
            show("tenant", tenant, enabled);
        }
    }

    /** {@code exhibit tenant enable}. */
    @Command(name = "enable", header = "Take a tenant back into use.")
    public static final class Enable extends Switch {
        public Enable(Session session) {
            super(session, true);
        }
    }

    /** {@code exhibit tenant disable}. */
    @Command(name = "disable", header = "Take a tenant out of use: nobody of it is let in, from the next request on.")
    public static final class Disable extends Switch {
        public Disable(Session session) {
            super(session, false);
        }
    }
}
