package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What must be kept: legal holds, and how long everything else stays. Thread-safe. */
public final class Retention {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_LIST = 500;
    private static final int MAX_DAYS = 1_000_000;

    private final Transport transport;

    Retention(Transport transport) {
        this.transport = transport;
    }

    /**
     * A hold.
     *
     * @param subject the artifact about which everything is kept
     * @param releasedAt absent as long as it is in force
     */
    public record Hold(
            String id,
            Digest subject,
            String reason,
            String placedAt,
            String placedBy,
            Optional<String> releasedAt,
            Optional<String> releasedBy) {
        static Hold read(ObjectReader reply) {
            return new Hold(
                    reply.text("id"),
                    reply.parsed("subject", Digest::parse),
                    reply.text("reason"),
                    reply.text("placedAt"),
                    reply.text("placedBy"),
                    reply.optionalText("releasedAt"),
                    reply.optionalText("releasedBy"));
        }
    }

    /** Keeps everything about an artifact until the hold is released. */
    public Hold place(Digest subject, String reason) {
        Json.Obj document = Json.object().with("subject", subject.toString()).with("reason", reason);
        return transport.json(
                transport.send("/v1/holds", PATIENCE, builder -> ExhibitClient.json(builder, document)),
                JsonLimits.BODY,
                Hold::read);
    }

    /** The last holds, latest first, released ones included. */
    public List<Hold> holds() {
        return transport.json(
                transport.send("/v1/holds", PATIENCE, HttpRequest.Builder::GET),
                JsonLimits.PREDICATE,
                reply -> reply.objects("holds", MAX_LIST).stream()
                        .map(Hold::read)
                        .toList());
    }

    /** Ends a hold; the first of two people to ask is refused with {@code needs_second_approval}. */
    public Hold release(String id) {
        return transport.json(
                transport.send(
                        "/v1/holds/" + id + "/release", PATIENCE, builder -> builder.POST(BodyPublishers.noBody())),
                JsonLimits.BODY,
                Hold::read);
    }

    /** Days by class of evidence; what is not named is kept for ever. */
    public Map<String, Long> days() {
        return transport.json(
                transport.send("/v1/retention", PATIENCE, HttpRequest.Builder::GET), JsonLimits.BODY, reply -> {
                    ObjectReader days = reply.object("days");
                    Map<String, Long> all = new TreeMap<>();
                    days.names()
                            .forEach(name ->
                                    days.optionalInteger(name, 1, MAX_DAYS).ifPresent(many -> all.put(name, many)));
                    return all;
                });
    }
}
