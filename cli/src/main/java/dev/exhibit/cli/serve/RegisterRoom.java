package dev.exhibit.cli.serve;

import dev.exhibit.authority.Clients;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.ClientKeys;
import dev.exhibit.boundary.register.IdentityList;
import dev.exhibit.boundary.register.Register;
import dev.exhibit.boundary.register.RegisterRoutes;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.register.RegisteredTenant;
import dev.exhibit.boundary.register.index.PostgresClientKeys;
import dev.exhibit.boundary.register.index.PostgresIdentities;
import dev.exhibit.boundary.register.index.PostgresRegister;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The register of tenants, clients and identities, put together. */
final class RegisterRoom {
    final Register register;
    final IdentityRegistry identities;
    final ClientKeys clientKeys;
    private final TenantId installation;

    RegisterRoom(Database database, TenantId installation, InstantSource clock) {
        this.register = new PostgresRegister(database, installation, clock);
        this.identities = new PostgresIdentities(database, installation, clock);
        this.clientKeys = new PostgresClientKeys(database, clock);
        this.installation = installation;
    }

    /**
     * Adds what is listed and not there yet; what an administrator changed since stays changed.
     *
     * @param own the service's own calls for a tenant
     * @param report told what the list says otherwise than the register
     */
    void add(IdentityList listed, Function<TenantId, Call> own, Consumer<String> report) {
        register.addTenant(own.apply(installation), installation);
        listed.tenants().forEach(tenant -> register.addTenant(own.apply(tenant), tenant));
        listed.clients().forEach(client -> add(client, own.apply(client.tenant()), report));
    }

    private void add(RegisteredClient client, Call own, Consumer<String> report) {
        try {
            register.addClient(own, client);
        } catch (ProblemException refused) {
            if (refused.code() != ProblemCode.ALREADY_REGISTERED) {
                throw refused;
            }
            report.accept("identities.json: client " + client.id()
                    + " is registered with another role, tenant or identity; what is registered holds");
        }
    }

    /** All tenants, also those out of use: what is theirs is still looked after. */
    List<TenantId> tenants() {
        return register.tenants().stream().map(RegisteredTenant::id).toList();
    }

    /** @param made prepares what a new tenant needs */
    List<Route> routes(Consumer<TenantId> made, Limits limits) {
        return new RegisterRoutes(register, installation, made, limits).routes();
    }

    /** As the authority knows clients. */
    Clients clients() {
        return register::client;
    }
}
