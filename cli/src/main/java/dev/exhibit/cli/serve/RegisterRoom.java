package dev.exhibit.cli.serve;

import dev.exhibit.authority.Clients;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.config.Profile;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.Approvals;
import dev.exhibit.boundary.register.ClientKeys;
import dev.exhibit.boundary.register.IdentityList;
import dev.exhibit.boundary.register.PendingChanges;
import dev.exhibit.boundary.register.Register;
import dev.exhibit.boundary.register.RegisterRoutes;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.register.RegisteredTenant;
import dev.exhibit.boundary.register.TwoPeople;
import dev.exhibit.boundary.register.index.PostgresClientKeys;
import dev.exhibit.boundary.register.index.PostgresIdentities;
import dev.exhibit.boundary.register.index.PostgresPendingChanges;
import dev.exhibit.boundary.register.index.PostgresRegister;
import dev.exhibit.boundary.start.ReloadedFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The register of tenants, clients and identities, put together. */
final class RegisterRoom {
    private static final int MOST_CLIENTS = 10_000;

    final Register register;
    final IdentityRegistry identities;
    final ClientKeys clientKeys;
    private final TenantId installation;
    private final PendingChanges changes;
    private Optional<ReloadedFile<IdentityList>> listed = Optional.empty();
    private Consumer<IdentityList> add = identities -> {};

    RegisterRoom(Database database, TenantId installation, Platform platform) {
        InstantSource clock = platform.clock();
        this.changes = new PostgresPendingChanges(database, clock, platform.ids());
        this.register = new PostgresRegister(database, installation, clock);
        this.identities = new PostgresIdentities(database, installation, clock);
        this.clientKeys = new PostgresClientKeys(database, clock);
        this.installation = installation;
    }

    /**
     * Adds what the list says now, and from then on with each {@link #reload}.
     *
     * @param own the service's own calls for a tenant
     * @param report told what the list says otherwise than the register
     */
    void follow(Path list, Function<TenantId, Call> own, Consumer<String> report) {
        this.listed = Optional.of(new ReloadedFile<>(list, IdentityList::read));
        this.add = identities -> add(identities, own, report);
        listed.map(ReloadedFile::current).ifPresent(add);
    }

    /**
     * Reads the list again if it has changed.
     *
     * @param made prepares what a new tenant needs; may be repeated
     */
    void reload(Consumer<TenantId> made) {
        listed.ifPresent(file ->
                file.refresh(add.andThen(identities -> identities.tenants().forEach(made))));
    }

    /** What is listed and not there yet is added; what an administrator changed since stays changed. */
    private void add(IdentityList listed, Function<TenantId, Call> own, Consumer<String> report) {
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

    /**
     * The administration's routes.
     *
     * @param made prepares what a new tenant needs
     * @param others routes of administrators that other rooms have
     * @param approvals how many administrators it takes to change who has power
     * @param quotas how many tenants and clients there may be
     */
    List<Route> routes(Consumer<TenantId> made, List<Route> others, int approvals, Limits limits, Quotas quotas) {
        Approvals second = new Approvals(changes, register, installation);
        List<Route> routes = Stream.concat(
                        new RegisterRoutes(register, installation, made, approvals, limits, quotas).routes().stream(),
                        others.stream())
                .toList();
        return Stream.concat(Stream.of(second.list()), (approvals > 1 ? second.guard(routes) : routes).stream())
                .toList();
    }

    /** For what takes two people wherever it is asked for. */
    TwoPeople people() {
        return new TwoPeople(changes);
    }

    /** What an operator should know about who has power here, and about the list. */
    List<HealthCheck> notices(Settings settings, Function<TenantId, Call> calls) {
        List<HealthCheck> notices = new ArrayList<>(power(settings, calls));
        listed.ifPresent(file -> notices.add(HealthCheck.notice("identities-file", file::problem)));
        return notices;
    }

    private List<HealthCheck> power(Settings settings, Function<TenantId, Call> calls) {
        int approvals = settings.registry().approvals();
        Supplier<Call> own = () -> calls.apply(installation);
        if (approvals > 1) {
            return List.of(
                    HealthCheck.notice("second-administrator", () -> Health.attempt(() -> lacksSecond(own.get()))));
        }
        return settings.profile() == Profile.PRODUCTION
                ? List.of(HealthCheck.notice(
                        "approvals",
                        () -> Optional.of("one administrator alone may make others; set registry.approvals to 2")))
                : List.of();
    }

    private Optional<String> lacksSecond(Call own) {
        long administrators = register.clients(own, "", MOST_CLIENTS).stream()
                .filter(RegisteredClient::enabled)
                .filter(client -> client.role() == Role.TENANT_ADMIN)
                .filter(client -> !client.identities().isEmpty())
                .count();
        return administrators > 1
                ? Optional.empty()
                : Optional.of("the installation has one administrator and needs two; list another in identities.json");
    }

    /** As the authority knows clients. */
    Clients clients() {
        return register::client;
    }
}
