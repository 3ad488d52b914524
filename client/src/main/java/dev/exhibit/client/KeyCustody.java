package dev.exhibit.client;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What key custodians do, and those who approve it. Where two identities are demanded, an order is refused with
 * {@code needs_second_approval} and waits; the problem's {@code change} is what another identity approves. Thread-safe.
 */
public final class KeyCustody {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_LIST = 10_000;

    private final Transport transport;

    KeyCustody(Transport transport) {
        this.transport = transport;
    }

    /**
     * A signing key.
     *
     * @param keyId its name, in hexadecimal digits
     * @param state {@code prepared}, {@code active}, {@code tainted}, {@code revoked} or {@code destroyed}
     * @param document all that the service says about it
     */
    public record Key(String keyId, String state, String changedAt, Optional<String> revokedFrom, Json.Obj document) {
        static Key read(ObjectReader reply) {
            return new Key(
                    reply.text("keyId"),
                    reply.text("state"),
                    reply.text("changedAt"),
                    reply.optionalText("revokedFrom"),
                    whole(reply));
        }
    }

    /**
     * An order that waits for somebody else.
     *
     * @param change what to approve it by
     * @param keyId which key it is about; none where one is to be made
     * @param document all that the service says about it
     */
    public record Proposal(
            String change,
            String act,
            Optional<String> keyId,
            String reason,
            String proposedBy,
            String expires,
            Json.Obj document) {
        static Proposal read(ObjectReader reply) {
            return new Proposal(
                    reply.text("change"),
                    reply.text("act"),
                    reply.optionalText("keyId"),
                    reply.text("reason"),
                    reply.text("proposedBy"),
                    reply.text("expires"),
                    whole(reply));
        }
    }

    /**
     * One change of a key.
     *
     * @param state what the key was from then on
     * @param by whose wish it was
     * @param approvedBy who wanted it too, where it took two
     * @param document all that the service says about it
     */
    public record Change(
            String at, String state, String by, Optional<String> approvedBy, String reason, Json.Obj document) {
        static Change read(ObjectReader reply) {
            return new Change(
                    reply.text("at"),
                    reply.text("state"),
                    reply.text("by"),
                    reply.optionalText("approvedBy"),
                    reply.text("reason"),
                    whole(reply));
        }
    }

    /** All keys of the tenant, oldest first, whatever their state. */
    public List<Key> keys() {
        return list("/v1/keys", "keys", Key::read);
    }

    /** All that became of a key, oldest first. */
    public List<Change> history(String keyId) {
        return list("/v1/keys/" + keyId + "/history", "history", Change::read);
    }

    /** What waits for an approval. */
    public List<Proposal> proposals() {
        return list("/v1/key-proposals", "proposals", Proposal::read);
    }

    /**
     * Has a key made.
     *
     * @param idempotencyKey names the request: sent again with it, it makes no other key
     */
    public Key prepare(String idempotencyKey, String reason) {
        Json.Obj document = Json.object().with("reason", reason);
        return key(transport.send(
                "/v1/keys",
                PATIENCE,
                builder -> ExhibitClient.json(builder, document).header("Idempotency-Key", idempotencyKey)));
    }

    /** Lets a prepared key sign in place of the one that does. */
    public Key activate(String keyId, String reason) {
        return act(keyId, "activate", Json.object().with("reason", reason));
    }

    /** Lets a key sign no more. */
    public Key taint(String keyId, String reason) {
        return act(keyId, "taint", Json.object().with("reason", reason));
    }

    /** Has a key's signatures distrusted from now on. */
    public Key revoke(String keyId, String reason) {
        return act(keyId, "revoke", Json.object().with("reason", reason));
    }

    /** Has a key's signatures distrusted from a time that is past, such as {@code 2026-01-31T12:00:00Z}. */
    public Key revoke(String keyId, String reason, String revokedFrom) {
        return act(keyId, "revoke", Json.object().with("reason", reason).with("revokedFrom", revokedFrom));
    }

    /** Has a key's private half removed. */
    public Key destroy(String keyId, String reason) {
        return act(keyId, "destroy", Json.object().with("reason", reason));
    }

    /** Does what another identity proposed. */
    public Key approve(String change) {
        return key(decide(change, "approve"));
    }

    /** Takes a proposal back. */
    public void withdraw(String change) {
        transport.read(decide(change, "withdraw"), JsonLimits.BODY.bytes());
    }

    private Key act(String keyId, String act, Json.Obj document) {
        return post("/v1/keys/" + keyId + "/" + act, document);
    }

    private Key post(String path, Json.Obj document) {
        return key(transport.send(path, PATIENCE, builder -> ExhibitClient.json(builder, document)));
    }

    private HttpResponse<InputStream> decide(String change, String verb) {
        return transport.send(
                "/v1/key-proposals/" + change + "/" + verb, PATIENCE, builder -> builder.POST(BodyPublishers.noBody()));
    }

    private Key key(HttpResponse<InputStream> answer) {
        return transport.json(answer, JsonLimits.BODY, Key::read);
    }

    private <T> List<T> list(String path, String member, Function<ObjectReader, T> form) {
        return transport.json(
                transport.send(path, PATIENCE, HttpRequest.Builder::GET),
                JsonLimits.PREDICATE,
                reply -> reply.objects(member, MAX_LIST).stream().map(form).toList());
    }

    private static Json.Obj whole(ObjectReader reply) {
        Json.Obj all = Json.object();
        for (String name : reply.names()) {
            all = all.with(name, reply.required(name));
        }
        return all;
    }
}
