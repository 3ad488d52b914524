package dev.exhibit.boundary.register.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.ClientKeys;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.json.Json;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** {@link ClientKeys} in the table {@code client}: the row's lock puts changes in order. */
public final class PostgresClientKeys implements ClientKeys {
    private final Database database;
    private final InstantSource clock;

    public PostgresClientKeys(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Change add(Call call, String client, Digest provenBy, Jwk key) {
        return change(call, client, provenBy, (handle, keys) -> {
            List<Jwk> before = keys.keys();
            if (keys.has(key.thumbprint())) {
                return new Change.Done(keys);
            }
            if (before.size() == RegisteredClient.MAX_KEYS) {
                return new Change.Full();
            }
            if (key.keyId().isPresent()
                    && before.stream().anyMatch(known -> known.keyId().equals(key.keyId()))) {
                return new Change.NameTaken();
            }
            JwkSet after =
                    new JwkSet(Stream.concat(before.stream(), Stream.of(key)).toList());
            write(handle, client, after);
            RegisterAudit.CLIENT_KEY_ADDED.append(handle, call, client, detail(key.thumbprint()), clock.instant());
            return new Change.Done(after);
        });
    }

    @Override
    public Change remove(Call call, String client, Digest provenBy, Digest thumbprint) {
        return change(call, client, provenBy, (handle, before) -> {
            if (!before.has(thumbprint)) {
                return new Change.Done(before);
            }
            JwkSet after = new JwkSet(before.keys().stream()
                    .filter(known -> !known.thumbprint().equals(thumbprint))
                    .toList());
            write(handle, client, after);
            RegisterAudit.CLIENT_KEY_REMOVED.append(handle, call, client, detail(thumbprint), clock.instant());
            return new Change.Done(after);
        });
    }

    private Change change(Call call, String client, Digest provenBy, BiFunction<Handle, JwkSet, Change> work) {
        return database.inTenant(call.tenant(), handle -> {
            Locked locked = locked(handle, client);
            return locked.enabled() && locked.keys().has(provenBy)
                    ? work.apply(handle, locked.keys())
                    : new Change.Unproven();
        });
    }

    private record Locked(JwkSet keys, boolean enabled) {}

    private static Locked locked(Handle handle, String client) {
        return handle.createQuery("select keys, state from boundary.client where client = :client for update")
                .bind("client", client)
                .map((row, context) ->
                        new Locked(StoredKeys.read(row), row.getString("state").equals("enabled")))
                .findOne()
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no such client"));
    }

    private static void write(Handle handle, String client, JwkSet keys) {
        handle.createUpdate("update boundary.client set keys = :keys where client = :client")
                .bind("keys", StoredKeys.text(keys))
                .bind("client", client)
                .execute();
    }

    private static Json.Obj detail(Digest thumbprint) {
        return Json.object().with("thumbprint", thumbprint.toString());
    }
}
