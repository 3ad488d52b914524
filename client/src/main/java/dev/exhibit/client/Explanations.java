package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How stored components stand to stored advisories. Thread-safe. */
public final class Explanations {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MAX_OBSERVATIONS = 1_000;

    private final Transport transport;

    Explanations(Transport transport) {
        this.transport = transport;
    }

    /**
     * A VEX document that was split.
     *
     * @param observations what it says, one by one
     * @param derivation the record by which the split can be replayed
     */
    public record Observed(List<Digest> observations, Digest derivation) {
        public Observed {
            observations = List.copyOf(observations);
        }

        static Observed read(ObjectReader reply) {
            return new Observed(
                    reply.parsedTexts("observations", MAX_OBSERVATIONS, Digest::parse),
                    reply.parsed("derivation", Digest::parse));
        }
    }

    /** Splits a stored VEX document into observations. */
    public Observed split(Digest vex) {
        return post("/v1/observations", Json.object().with("vex", vex.toString()), Observed::read);
    }

    /**
     * What to explain.
     *
     * @param slice an SBOM or a slice
     * @param advisories OSV documents
     * @param observations as a split made them
     * @param policy a rule book
     * @param time at which to judge; now if none is given
     */
    public record Order(
            Digest slice,
            Collection<Digest> advisories,
            Collection<Digest> observations,
            Digest policy,
            Optional<Instant> time) {
        public Order {
            advisories = List.copyOf(advisories);
            observations = List.copyOf(observations);
        }

        private Json document() {
            Json.Obj document = Json.object()
                    .with("slice", slice.toString())
                    .with("advisories", texts(advisories))
                    .with("observations", texts(observations))
                    .with("policy", policy.toString());
            return time.map(at -> document.with("time", at.toString())).orElse(document);
        }

        private static Json.Arr texts(Collection<Digest> digests) {
            return Json.texts(digests.stream().map(Digest::toString).toList());
        }
    }

    /**
     * What was explained.
     *
     * @param trace the trace
     * @param derivation the record by which it can be replayed
     * @param verdict pass, warn or fail
     * @param time at which it was judged
     */
    public record Explained(Digest trace, Digest derivation, String verdict, Instant time) {
        static Explained read(ObjectReader reply) {
            return new Explained(
                    reply.parsed("trace", Digest::parse),
                    reply.parsed("derivation", Digest::parse),
                    reply.text("verdict"),
                    reply.parsed("time", Explained::time));
        }

        private static Instant time(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException notTime) {
                throw new MalformedException(Reason.BAD_VALUE, "expected a time");
            }
        }
    }

    /** Explains, and stores the trace. */
    public Explained explain(Order order) {
        return post("/v1/explanations", order.document(), Explained::read);
    }

    private <T> T post(String path, Json document, Function<ObjectReader, T> form) {
        return transport.json(
                transport.send(path, PATIENCE, builder -> ExhibitClient.json(builder, document)),
                JsonLimits.BODY,
                form);
    }
}
