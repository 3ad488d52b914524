package dev.exhibit.signer.index;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.signer.KeyAnswer;
import dev.exhibit.signer.Mandate;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rows of {@code key_answer}: only ever added. */
final class KeyAnswerRows {
    private KeyAnswerRows() {}

    /** Remembers under the mandate's names that it led to {@code key}. Returns whether none of them was taken. */
    static boolean add(Handle handle, Call call, KeyId key, Mandate mandate) {
        boolean approved = mandate.proposal()
                .map(id ->
                        add(handle, call, key, Mandate.nameOf(id), call.caller().identity(), mandate.reason()))
                .orElse(true);
        boolean ordered = mandate.request()
                .map(name -> add(handle, call, key, Mandate.nameOf(name), mandate.by(), mandate.reason()))
                .orElse(true);
        return approved && ordered;
    }

    static Optional<KeyAnswer> find(Handle handle, String name) {
        return handle.createQuery("select asked_by, reason, key_id from signer.key_answer where name = :name")
                .bind("name", name)
                .map((row, context) -> new KeyAnswer(
                        new ServiceIdentity(row.getString("asked_by")),
                        row.getString("reason"),
                        KeyRows.find(handle, KeyId.parse(row.getString("key_id")))
                                .orElseThrow()))
                .findOne();
    }

    /** Waits for a transaction that is about to take the name. */
    private static boolean add(
            Handle handle, Call call, KeyId key, String name, ServiceIdentity askedBy, String reason) {
        int added = handle.createUpdate("insert into signer.key_answer (tenant, name, asked_by, reason, key_id)"
                        + " values (:tenant, :name, :by, :reason, :key) on conflict do nothing")
                .bind("tenant", call.tenant().value())
                .bind("name", name)
                .bind("by", askedBy.value())
                .bind("reason", reason)
                .bind("key", key.hex())
                .execute();
        return added == 1;
    }
}
