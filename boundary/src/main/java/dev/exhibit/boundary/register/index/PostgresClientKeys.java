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
    public Addition add(Call call, String client, Jwk key) {
        return database.inTenant(call.tenant(), handle -> {
            List<Jwk> before = locked(handle, client).keys();
            if (before.stream().anyMatch(known -> known.thumbprint().equals(key.thumbprint()))) {
                return new Addition.There(new JwkSet(before));
            }
            if (before.size() == RegisteredClient.MAX_KEYS) {
                return new Addition.Full();
            }
            if (before.stream()
                    .anyMatch(known ->
                            known.keyId().equals(key.keyId()) && key.keyId().isPresent())) {
                return new Addition.NameTaken();
            }
            JwkSet after =
                    new JwkSet(Stream.concat(before.stream(), Stream.of(key)).toList());
            write(handle, client, after);
            RegisterAudit.CLIENT_KEY_ADDED.append(handle, call, client, detail(key.thumbprint()), clock.instant());
            return new Addition.There(after);
        });
    }

    @Override
    public JwkSet remove(Call call, String client, Digest thumbprint) {
        return database.inTenant(call.tenant(), handle -> {
            JwkSet before = locked(handle, client);
            JwkSet after = new JwkSet(before.keys().stream()
                    .filter(known -> !known.thumbprint().equals(thumbprint))
                    .toList());
            if (!after.equals(before)) {
                write(handle, client, after);
                RegisterAudit.CLIENT_KEY_REMOVED.append(handle, call, client, detail(thumbprint), clock.instant());
            }
            return after;
        });
    }

    private static JwkSet locked(Handle handle, String client) {
        return handle.createQuery("select keys from boundary.client where client = :client for update")
                .bind("client", client)
                .map((row, context) -> StoredKeys.read(row))
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
