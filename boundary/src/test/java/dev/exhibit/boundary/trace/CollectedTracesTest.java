package dev.exhibit.boundary.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchException.Reason;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What reaches a collector, and that none is needed. */
class CollectedTracesTest {
    private static final TraceParent CALLER = new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    private static final CorrelationId CORRELATION = new CorrelationId("abcdefgh");

    private final List<FetchOrder> sent = new CopyOnWriteArrayList<>();

    @Test
    void aRequestAndItsPartsReachTheCollectorAsPartsOfTheCallersTrace() {
        try (Traces traces = traces(100, Optional.of("the token"))) {
            request(traces, Optional.of(CALLER), 201);
        }
        assertThat(sent).hasSize(1);
        FetchOrder order = sent.getFirst();
        assertThat(order.url().origin() + order.url().target()).isEqualTo("https://collector.example/v1/traces");
        assertThat(order.headers())
                .containsEntry("Content-Type", "application/x-protobuf")
                .containsEntry("Authorization", "Bearer the token");
        assertThat(body())
                .contains("POST /v1/signatures", "vault.sign", "http.route", "abcdefgh", "service.name", "1.2.3");
        assertThat(Hex.encode(order.body())).contains(CALLER.traceId(), CALLER.spanId());
    }

    @Test
    void aRequestWithoutATraceBeginsOne() {
        try (Traces traces = traces(100, Optional.empty());
                Traces.Request one = traces.request(Optional.empty());
                Traces.Request other = traces.request(Optional.empty())) {
            assertThat(one.traceId()).isPresent().isNotEqualTo(other.traceId());
        }
    }

    @Test
    void aCallerCannotDemandToBeRecorded() {
        int asked = 2_000;
        try (Traces traces = traces(1, Optional.empty())) {
            for (int i = 1; i <= asked; i++) {
                String trace = "%032x".formatted(i * 0x9E3779B97F4A7C15L);
                request(traces, Optional.of(new TraceParent(trace, CALLER.spanId())), 200);
            }
        }
        long recorded = body().split("POST /v1/signatures", -1).length - 1L;
        assertThat(recorded).isLessThan(asked / 20);
    }

    @Test
    void aPartThatFailsFailsAsItWould() {
        try (Traces traces = traces(100, Optional.empty())) {
            Traces.Request request = traces.request(Optional.empty());
            assertThatIllegalStateException()
                    .isThrownBy(() -> traces.part("vault.sign", () -> {
                        throw new IllegalStateException("no");
                    }))
                    .withMessage("no");
            request.close();
        }
        assertThat(body()).contains("vault.sign", "IllegalStateException");
    }

    @Test
    void workOutsideOfARequestIsNotRecorded() {
        try (Traces traces = traces(100, Optional.empty())) {
            assertThat(traces.part("database.signer", () -> "done")).isEqualTo("done");
        }
        assertThat(sent).isEmpty();
    }

    @Test
    void aCollectorThatIsDownDisturbsNobody() {
        try (Traces traces = new CollectedTraces(collector(100, Optional.empty()), reference -> "", around(order -> {
            throw new FetchException(Reason.CONNECTION, "down");
        }))) {
            request(traces, Optional.empty(), 200);
        }
    }

    @Test
    void withoutACollectorTheCallersTraceIsStillKnown() {
        try (Traces traces = Traces.none();
                Traces.Request known = traces.request(Optional.of(CALLER));
                Traces.Request unknown = traces.request(Optional.empty())) {
            assertThat(known.traceId()).contains(CALLER.traceId());
            assertThat(unknown.traceId()).isEmpty();
        }
    }

    private static void request(Traces traces, Optional<TraceParent> parent, int status) {
        try (Traces.Request request = traces.request(parent)) {
            assertThat(traces.part("vault.sign", () -> "signature")).isEqualTo("signature");
            request.answered(new Traces.Answered("POST", "/v1/signatures", status, CORRELATION));
        }
    }

    private Traces traces(int percent, Optional<String> token) {
        return new CollectedTraces(
                collector(percent, token.map(text -> SecretReference.parse("env:TOKEN"))),
                reference -> token.orElseThrow(),
                around(this::take));
    }

    private static Collector collector(int percent, Optional<SecretReference> token) {
        return new Collector(Origin.parse("https://collector.example"), percent, Optional.empty(), token);
    }

    private static CollectedTraces.Surroundings around(Fetch fetch) {
        return new CollectedTraces.Surroundings(
                InstantSource.system(), System::nanoTime, new SecureRandom(), "1.2.3", fetch);
    }

    private Fetched take(FetchOrder order) {
        sent.add(order);
        return new Fetched(200, Map.of(), Bytes.empty());
    }

    private String body() {
        return sent.stream()
                .map(order -> new String(order.body().toArray(), StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
    }
}
