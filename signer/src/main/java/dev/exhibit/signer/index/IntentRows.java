package dev.exhibit.signer.index;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.signer.Intent;
import dev.exhibit.signer.IntentLog.Asked;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.StampedSignature;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of {@code intent}; row security limits each query to the transaction's tenant. */
final class IntentRows {
    private static final int SWEEP = 1_000;
    private static final String SELECT =
            "select i.id, i.request, i.artifact, i.to_be_signed, i.epoch, i.signature, i.timestamps, k.key_id, k.spki"
                    + " from signer.intent i join signer.signing_key k using (tenant, key_id) ";

    private IntentRows() {}

    /**
     * An intent that was closed.
     *
     * @param id which
     * @param artifact what it was about
     */
    record Closed(UUID id, Digest artifact) {}

    /**
     * An intent that is to be opened.
     *
     * @param id it is to have
     * @param call who asks
     * @param asked for what
     */
    record Opening(UUID id, Call call, Asked asked) {}

    /**
     * Adds open intents, but those whose idempotency key is taken; waits for transactions that are about to take one. The others
     * come back. In the order of keys, so that two such transactions never wait for each other.
     */
    static Set<Opening> insert(Handle handle, Collection<Opening> openings, KeyRecord key, Instant now) {
        List<Opening> sorted = openings.stream()
                .sorted(Comparator.comparing(opening -> opening.asked().key().value()))
                .toList();
        PreparedBatch rows = handle.prepareBatch("insert into signer.intent (tenant, id, idempotency_key, request,"
                + " artifact, to_be_signed, key_id, epoch, state, opened_at, asked_by)"
                + " values (:tenant, :id, :idempotency, :request, :artifact, :signed, :key, :epoch, 'open', :now, :by)"
                + " on conflict (tenant, idempotency_key) do nothing");
        for (Opening opening : sorted) {
            Asked asked = opening.asked();
            rows.bind("tenant", opening.call().tenant().value())
                    .bind("id", opening.id())
                    .bind("idempotency", asked.key().value())
                    .bind("request", asked.request().bytes().toArray())
                    .bind("artifact", asked.artifact().bytes().toArray())
                    .bind("signed", asked.toBeSigned().bytes().toArray())
                    .bind("key", key.key().id().hex())
                    .bind("epoch", key.epoch())
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("by", opening.call().caller().identity().value())
                    .add();
        }
        return changed(rows, sorted);
    }

    /** Those whose statement changed its row. */
    private static <T> Set<T> changed(PreparedBatch rows, List<T> items) {
        int[] counts = rows.execute();
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i] == 1)
                .mapToObj(items::get)
                .collect(Collectors.toSet());
    }

    static Optional<IntentRow> find(Handle handle, IdempotencyKey key) {
        return handle.createQuery(SELECT + "where i.idempotency_key = :key")
                .bind("key", key.value())
                .map(IntentRows::read)
                .findOne();
    }

    static Optional<IntentRow> find(Handle handle, UUID id) {
        return handle.createQuery(SELECT + "where i.id = :id")
                .bind("id", id)
                .map(IntentRows::read)
                .findOne();
    }

    /**
     * A signature for an intent.
     *
     * @param call who asked
     * @param intent what for
     * @param signature that is offered
     */
    record Offer(Call call, Intent intent, StampedSignature signature) {}

    /**
     * Stores the signatures whose intents are still open and bound to the key and epoch that signed; these offers come back. In
     * the order of ids, so that two such transactions never wait for each other.
     */
    static Set<Offer> store(Handle handle, Collection<Offer> offers, Instant now) {
        List<Offer> sorted = offers.stream()
                .sorted(Comparator.comparing(offer -> offer.intent().id()))
                .toList();
        PreparedBatch rows = handle.prepareBatch("update signer.intent"
                + " set state = 'signed', signature = :signature, timestamps = :timestamps, closed_at = :now"
                + " where id = :id and state = 'open' and key_id = :key and epoch = :epoch");
        for (Offer offer : sorted) {
            Intent intent = offer.intent();
            rows.bind("signature", offer.signature().signature().bytes().toArray())
                    .bind("timestamps", array(offer.signature().timestamps()))
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("id", intent.id())
                    .bind("key", intent.key().id().hex())
                    .bind("epoch", intent.epoch())
                    .add();
        }
        return changed(rows, sorted);
    }

    /** Makes an unsigned intent open with this key, unless it is. Returns whether it had to. */
    static boolean reopen(Handle handle, UUID id, KeyRecord key, Instant now) {
        int reopened = handle.createUpdate("update signer.intent set state = 'open', closed_at = null,"
                        + " opened_at = :now, key_id = :key, epoch = :epoch where id = :id and state <> 'signed'"
                        + " and (state, key_id, epoch) is distinct from ('open', :key, :epoch)")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("key", key.key().id().hex())
                .bind("epoch", key.epoch())
                .bind("id", id)
                .execute();
        return reopened == 1;
    }

    /** Who asked for a signature that is there. */
    static Set<ServiceIdentity> askedBy(Handle handle, KeyId key, Digest toBeSigned, SignatureBytes signature) {
        return handle.createQuery("select asked_by from signer.intent where state = 'signed' and to_be_signed = :signed"
                        + " and key_id = :key and signature = :signature and asked_by is not null")
                .bind("signed", toBeSigned.bytes().toArray())
                .bind("key", key.hex())
                .bind("signature", signature.bytes().toArray())
                .mapTo(String.class)
                .map(ServiceIdentity::new)
                .set();
    }

    /** Closes intents opened before {@code time}, oldest first and not too many at once; skips those in use. */
    static List<Closed> abandon(Handle handle, Instant time, Instant now) {
        return handle.createQuery("update signer.intent set state = 'abandoned', closed_at = :now where id in"
                        + " (select id from signer.intent i where state = 'open' and opened_at < :time"
                        + " and not exists (select 1 from signer.waiting_order w where w.tenant = i.tenant"
                        + " and w.idempotency_key = i.idempotency_key and w.state = 'queued')"
                        + " order by opened_at limit :most for update skip locked) returning id, artifact")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("time", time.atOffset(ZoneOffset.UTC))
                .bind("most", SWEEP)
                .map((row, context) -> new Closed(row.getObject("id", UUID.class), digest(row, "artifact")))
                .list();
    }

    private static IntentRow read(ResultSet row, StatementContext context) throws SQLException {
        byte[] signature = row.getBytes("signature");
        Intent.State state = signature == null
                ? new Intent.State.Open()
                : new Intent.State.Signed(
                        new StampedSignature(new SignatureBytes(Bytes.owned(signature)), timestamps(row)));
        Intent intent = new Intent(
                row.getObject("id", UUID.class),
                digest(row, "artifact"),
                digest(row, "to_be_signed"),
                KeyRows.key(row),
                row.getLong("epoch"),
                state);
        return new IntentRow(digest(row, "request"), intent);
    }

    private static Argument array(List<Bytes> items) {
        byte[][] all = items.stream().map(Bytes::toArray).toArray(byte[][]::new);
        return (position, statement, context) ->
                statement.setArray(position, statement.getConnection().createArrayOf("bytea", all));
    }

    private static List<Bytes> timestamps(ResultSet row) throws SQLException {
        return Stream.of((byte[][]) row.getArray("timestamps").getArray())
                .map(Bytes::owned)
                .toList();
    }

    private static Digest digest(ResultSet row, String column) throws SQLException {
        return new Digest(Bytes.owned(row.getBytes(column)));
    }
}
