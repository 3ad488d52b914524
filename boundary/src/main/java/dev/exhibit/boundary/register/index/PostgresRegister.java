package dev.exhibit.boundary.register.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.Register;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.register.RegisteredIdentity;
import dev.exhibit.boundary.register.RegisteredTenant;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** {@link Register} in the tables {@code tenant}, {@code client}, {@code identity} and {@code revoked_certificate}. */
public final class PostgresRegister implements Register {
    private static final String ENABLED = "enabled";
    private static final String IDENTITY = "select identity, client, state, allowance from boundary.identity ";

    private final Database database;
    private final TenantId own;
    private final InstantSource clock;

    /** @param own the installation's tenant, under which it asks about clients before it knows whose they are */
    public PostgresRegister(Database database, TenantId own, InstantSource clock) {
        this.database = database;
        this.own = own;
        this.clock = clock;
    }

    @Override
    public void addTenant(Call call, TenantId tenant) {
        Call within = call.within(tenant); // recorded with the tenant that it is about
        database.inTenant(tenant, handle -> {
            int added = handle.createUpdate("insert into boundary.tenant (tenant, state) values (:tenant, 'enabled')"
                            + " on conflict do nothing")
                    .bind("tenant", tenant.value())
                    .execute();
            return audit(handle, added, RegisterAudit.TENANT_CREATED, within, tenant.value(), Json.object());
        });
    }

    @Override
    public void enableTenant(Call call, TenantId tenant, boolean enabled) {
        RegisterAudit act = enabled ? RegisterAudit.TENANT_ENABLED : RegisterAudit.TENANT_DISABLED;
        Call within = call.within(tenant);
        database.inTenant(tenant, handle -> enable(handle, within, "tenant", tenant.value(), enabled, act));
    }

    @Override
    public List<RegisteredTenant> tenants() {
        return database.inTenant(
                own,
                handle -> handle.createQuery("select tenant, state from boundary.all_tenants()")
                        .map((row, context) -> new RegisteredTenant(
                                new TenantId(row.getString("tenant")),
                                row.getString("state").equals(ENABLED)))
                        .list());
    }

    @Override
    public void addClient(Call call, RegisteredClient client) {
        database.inTenant(call.tenant(), handle -> {
            int added = handle.createUpdate(
                            "insert into boundary.client (tenant, client, role, state, keys, first_keys)"
                                    + " values (:tenant, :client, :role, 'enabled', :keys, :keys) on conflict do nothing")
                    .bind("tenant", call.tenant().value())
                    .bind("client", client.id())
                    .bind("role", client.role().wire())
                    .bind("keys", StoredKeys.text(client.keys()))
                    .execute();
            Json.Obj detail = Json.object().with("role", client.role().wire());
            audit(handle, added, RegisterAudit.CLIENT_CREATED, call, client.id(), detail);
            if (added == 0) {
                requireSame(handle, client);
            }
            client.identities()
                    .forEach(
                            identity -> insert(handle, call, new Named(identity, client.id(), Allowance.everything())));
            return added;
        });
    }

    @Override
    public void enableClient(Call call, String client, boolean enabled) {
        RegisterAudit act = enabled ? RegisterAudit.CLIENT_ENABLED : RegisterAudit.CLIENT_DISABLED;
        database.inTenant(call.tenant(), handle -> enable(handle, call, "client", client, enabled, act));
    }

    @Override
    public List<RegisteredClient> clients(Call call, String after, int most) {
        return database.inTenant(
                call.tenant(),
                handle -> clients(handle.createQuery("select c.client as id, f.* from"
                                + " (select client from boundary.client where client > :after order by client limit :most) c,"
                                + " lateral boundary.find_client(c.client) f order by c.client")
                        .bind("after", after)
                        .bind("most", most)
                        .map((row, context) -> Found.read(row, row.getString("id")))
                        .list()));
    }

    @Override
    public Optional<RegisteredClient> client(String id) {
        return database.inTenant(own, handle -> find(handle, id));
    }

    @Override
    public void addIdentity(Call call, ServiceIdentity identity, String client) {
        database.inTenant(call.tenant(), handle -> {
            requireClient(handle, client);
            return insert(handle, call, new Named(identity, client, Allowance.everything()));
        });
    }

    @Override
    public void addIdentity(Call call, RegisteredIdentity identity) {
        Named named = new Named(identity.identity(), identity.client(), identity.allowance());
        database.inTenant(call.tenant(), handle -> {
            requireClient(handle, named.client());
            int added = insert(handle, call, named);
            if (added == 0) {
                requireSameAllowance(handle, named);
            }
            return added;
        });
    }

    @Override
    public void allow(Call call, ServiceIdentity identity, Allowance allowance) {
        database.inTenant(call.tenant(), handle -> {
            int changed = handle.createUpdate("update boundary.identity set allowance = :allowance"
                            + " where identity = :name and allowance is distinct from :allowance")
                    .bind("allowance", StoredAllowance.text(allowance))
                    .bind("name", identity.value())
                    .execute();
            requireThere(handle, changed, "identity", identity.value());
            return audit(handle, changed, RegisterAudit.IDENTITY_ALLOWED, call, identity.value(), allowance.toJson());
        });
    }

    @Override
    public List<RegisteredIdentity> identities(Call call, String after, int most) {
        return database.inTenant(
                call.tenant(),
                handle -> handle.createQuery(
                                IDENTITY + "where expires is null and identity > :after order by identity limit :most")
                        .bind("after", after)
                        .bind("most", most)
                        .map((row, context) -> identity(row))
                        .list());
    }

    @Override
    public Optional<RegisteredIdentity> identity(Call call, ServiceIdentity identity) {
        return database.inTenant(
                call.tenant(),
                handle -> handle.createQuery(IDENTITY + "where identity = :identity")
                        .bind("identity", identity.value())
                        .map((row, context) -> identity(row))
                        .findOne());
    }

    private static RegisteredIdentity identity(ResultSet row) throws SQLException {
        return new RegisteredIdentity(
                new ServiceIdentity(row.getString("identity")),
                row.getString("client"),
                row.getString("state").equals(ENABLED),
                StoredAllowance.read(row));
    }

    @Override
    public void enableIdentity(Call call, ServiceIdentity identity, boolean enabled) {
        RegisterAudit act = enabled ? RegisterAudit.IDENTITY_ENABLED : RegisterAudit.IDENTITY_DISABLED;
        database.inTenant(call.tenant(), handle -> enable(handle, call, "identity", identity.value(), enabled, act));
    }

    @Override
    public void admitJob(Call call, ServiceIdentity identity, String client, Instant expires, Json.Obj claims) {
        database.inTenant(call.tenant(), handle -> {
            requireClient(handle, client);
            int added = handle.createUpdate("insert into boundary.identity"
                            + " (tenant, identity, client, state, expires, claims)"
                            + " values (:tenant, :identity, :client, 'enabled', :expires, :claims)"
                            + " on conflict do nothing")
                    .bind("tenant", call.tenant().value())
                    .bind("identity", identity.value())
                    .bind("client", client)
                    .bind("expires", expires.atOffset(ZoneOffset.UTC))
                    .bind("claims", canonical(claims))
                    .execute();
            if (added == 0) {
                requireOwn(handle, new Named(identity, client, Allowance.everything()));
            }
            Json.Obj detail = Json.object()
                    .with("client", client)
                    .with("expires", expires.toString())
                    .with("claims", claims);
            return audit(handle, added, RegisterAudit.JOB_ADMITTED, call, identity.value(), detail);
        });
    }

    @Override
    public void revokeCertificate(Call call, Digest certificate) {
        database.inTenant(call.tenant(), handle -> {
            int added = handle.createUpdate("insert into boundary.revoked_certificate (tenant, certificate)"
                            + " values (:tenant, :certificate) on conflict do nothing")
                    .bind("tenant", call.tenant().value())
                    .bind("certificate", certificate.bytes().toArray())
                    .execute();
            return audit(handle, added, RegisterAudit.CERTIFICATE_REVOKED, call, certificate.toString(), Json.object());
        });
    }

    private record Named(ServiceIdentity identity, String client, Allowance allowance) {}

    private int insert(Handle handle, Call call, Named named) {
        int added = handle.createUpdate("insert into boundary.identity (tenant, identity, client, state, allowance)"
                        + " values (:tenant, :identity, :client, 'enabled', :allowance) on conflict do nothing")
                .bind("tenant", call.tenant().value())
                .bind("identity", named.identity().value())
                .bind("client", named.client())
                .bind("allowance", StoredAllowance.text(named.allowance()))
                .execute();
        if (added == 0) {
            requireOwn(handle, named);
        }
        Json.Obj detail = named.allowance().toJson().with("client", named.client());
        return audit(
                handle,
                added,
                RegisterAudit.IDENTITY_REGISTERED,
                call,
                named.identity().value(),
                detail);
    }

    /** The table is also its column's name; both are constants of this class. */
    private int enable(Handle handle, Call call, String table, String name, boolean enabled, RegisterAudit act) {
        String state = enabled ? ENABLED : "disabled";
        int changed = handle.createUpdate("update boundary." + table + " set state = :state where " + table
                        + " = :name and state <> :state")
                .bind("state", state)
                .bind("name", name)
                .execute();
        requireThere(handle, changed, table, name);
        return audit(handle, changed, act, call, name, Json.object());
    }

    private static void requireThere(Handle handle, int changed, String table, String name) {
        boolean there = changed == 1
                || handle.createQuery(
                                "select exists (select 1 from boundary." + table + " where " + table + " = :name)")
                        .bind("name", name)
                        .mapTo(Boolean.class)
                        .one();
        if (!there) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no such " + table);
        }
    }

    private int audit(Handle handle, int changed, RegisterAudit act, Call call, String target, Json.Obj detail) {
        if (changed == 1) {
            act.append(handle, call, target, detail, clock.instant());
        }
        return changed;
    }

    private static void requireClient(Handle handle, String client) {
        boolean there = handle.createQuery("select exists (select 1 from boundary.client where client = :client)")
                .bind("client", client)
                .mapTo(Boolean.class)
                .one();
        if (!there) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no such client");
        }
    }

    /** As it was registered: what the client made of its keys since is its own. */
    private static void requireSame(Handle handle, RegisteredClient client) {
        boolean same = handle.createQuery("select exists (select 1 from boundary.client"
                        + " where client = :client and role = :role and first_keys is not distinct from :keys)")
                .bind("client", client.id())
                .bind("role", client.role().wire())
                .bind("keys", StoredKeys.text(client.keys()))
                .mapTo(Boolean.class)
                .one();
        if (!same) {
            throw taken("that client id");
        }
    }

    private static void requireOwn(Handle handle, Named named) {
        boolean own = handle.createQuery("select exists (select 1 from boundary.identity"
                        + " where identity = :identity and client = :client)")
                .bind("identity", named.identity().value())
                .bind("client", named.client())
                .mapTo(Boolean.class)
                .one();
        if (!own) {
            throw taken("that identity");
        }
    }

    private static void requireSameAllowance(Handle handle, Named named) {
        boolean same = handle.createQuery("select exists (select 1 from boundary.identity"
                        + " where identity = :identity and allowance is not distinct from :allowance)")
                .bind("identity", named.identity().value())
                .bind("allowance", StoredAllowance.text(named.allowance()))
                .mapTo(Boolean.class)
                .one();
        if (!same) {
            throw taken("that identity");
        }
    }

    private static ProblemException taken(String what) {
        return new ProblemException(ProblemCode.ALREADY_REGISTERED, what + " is in use otherwise");
    }

    private static Optional<RegisteredClient> find(Handle handle, String id) {
        List<Found> rows = handle.createQuery("select * from boundary.find_client(:id)")
                .bind("id", id)
                .map((row, context) -> Found.read(row, id))
                .list();
        return clients(rows).stream().findFirst();
    }

    /** In the order of the rows. */
    private static List<RegisteredClient> clients(List<Found> rows) {
        Map<String, List<Found>> byClient =
                rows.stream().collect(Collectors.groupingBy(Found::id, LinkedHashMap::new, Collectors.toList()));
        return byClient.values().stream().map(own -> own.getFirst().client(own)).toList();
    }

    /** One row for each identity, or one without. */
    private record Found(
            String id, TenantId tenant, Role role, boolean enabled, JwkSet keys, Optional<String> identity) {
        static Found read(ResultSet row, String id) throws SQLException {
            return new Found(
                    id,
                    new TenantId(row.getString("tenant")),
                    Role.of(row.getString("role")),
                    row.getString("tenant_state").equals(ENABLED)
                            && row.getString("client_state").equals(ENABLED),
                    StoredKeys.read(row),
                    Optional.ofNullable(row.getString("identity")));
        }

        RegisteredClient client(List<Found> rows) {
            Set<ServiceIdentity> identities = new HashSet<>();
            rows.forEach(row -> row.identity().map(ServiceIdentity::new).ifPresent(identities::add));
            return new RegisteredClient(id, tenant, role, keys, enabled, identities);
        }
    }

    private static String canonical(Json.Obj json) {
        return CanonicalJson.of(json).bytes().asLenientText();
    }
}
