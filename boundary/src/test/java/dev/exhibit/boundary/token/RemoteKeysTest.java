package dev.exhibit.boundary.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.jose.Jwk;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An issuer that is there, rotates its keys, is down, publishes nonsense, and a crowd that asks for unknown keys. */
class RemoteKeysTest {
    private static final AccessLimits.KeySets LIMITS = AccessLimits.defaults().keySets();
    private static final FetchUrl URL = FetchUrl.parse("https://issuer.example/jwks");
    private static final ThrowawayKey ONE = ThrowawayKey.p256();
    private static final ThrowawayKey TWO = ThrowawayKey.p256();

    private final AtomicInteger fetches = new AtomicInteger();
    private volatile Fetch issuer = order -> published("one", ONE);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final RemoteKeys keys = new RemoteKeys(
            URL,
            order -> {
                fetches.incrementAndGet();
                return issuer.fetch(order);
            },
            LIMITS,
            nanos::get);

    @Test
    void keysAreFetchedOnceAndUsedFromThen() {
        assertThat(keys.problem()).isPresent();
        for (int i = 0; i < 3; i++) {
            assertThat(keys.keyFor(signed("one"))).contains(ONE.published());
        }
        assertThat(fetches).hasValue(1);
        assertThat(keys.problem()).isEmpty();
    }

    @Test
    void anUnknownKeyCausesOneFetchAndTheNextNotBeforeItsTime() {
        keys.refresh();
        for (int i = 0; i < 100; i++) {
            assertThat(keys.keyFor(signed("unknown-" + i))).isEmpty();
        }
        assertThat(fetches).hasValue(1);
        advance(LIMITS.retry().minusNanos(1));
        assertThat(keys.keyFor(signed("unknown"))).isEmpty();
        assertThat(fetches).hasValue(1);
        advance(Duration.ofNanos(1));
        assertThat(keys.keyFor(signed("unknown"))).isEmpty();
        assertThat(keys.keyFor(signed("unknown"))).isEmpty();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aNewKeyIsFoundAndAnOldOneGone() {
        keys.refresh();
        issuer = order -> published("two", TWO);
        advance(LIMITS.retry());
        assertThat(keys.keyFor(signed("two"))).contains(TWO.published());
        assertThat(keys.keyFor(signed("one"))).isEmpty();
    }

    @Test
    void aCrowdWithANewKeyCausesOneFetchAndNobodyWaitsForIt() throws Exception {
        keys.refresh();
        advance(LIMITS.retry());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        issuer = order -> {
            asked.countDown();
            await(answered);
            return published("two", TWO);
        };
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> first =
                    crowd.submit(() -> keys.keyFor(signed("two")).isPresent());
            await(asked);
            List<Future<?>> others = IntStream.range(0, 50)
                    .<Future<?>>mapToObj(i -> crowd.submit(() -> assertUnavailable("two")))
                    .toList();
            for (Future<?> one : others) {
                one.get();
            }
            assertThat(keys.keyFor(signed("one"))).contains(ONE.published());
            answered.countDown();
            assertThat(first.get()).isTrue();
        }
        assertThat(keys.keyFor(signed("two"))).contains(TWO.published());
        assertThat(fetches).hasValue(2);
    }

    @Test
    void keysAreKeptFreshAndAnIssuerThatIsDownIsAskedAgainSoon() {
        keys.keepFresh();
        keys.keepFresh();
        assertThat(fetches).hasValue(1);
        advance(LIMITS.refresh().minusNanos(1));
        keys.keepFresh();
        assertThat(fetches).hasValue(1);
        issuer = order -> {
            throw new FetchException(FetchException.Reason.TIME, "late");
        };
        advance(Duration.ofNanos(1));
        keys.keepFresh();
        keys.keepFresh();
        assertThat(fetches).hasValue(2);
        advance(LIMITS.retry());
        issuer = order -> published("two", TWO);
        keys.keepFresh();
        assertThat(fetches).hasValue(3);
        assertThat(keys.problem()).isEmpty();
    }

    @Test
    void theLastGoodKeysServeWhileTheIssuerIsDownAndNotForEver() {
        keys.refresh();
        issuer = order -> {
            throw new FetchException(FetchException.Reason.CONNECTION, "issuer.example could not be asked");
        };
        advance(LIMITS.age());
        keys.refresh();
        assertThat(keys.keyFor(signed("one"))).contains(ONE.published());
        assertThat(keys.problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .isEqualTo("the keys at https://issuer.example: issuer.example could not be asked"));
        advance(Duration.ofNanos(1));
        assertUnavailable();
        issuer = order -> published("one", ONE);
        assertUnavailable();
        advance(LIMITS.retry());
        assertThat(keys.keyFor(signed("one"))).contains(ONE.published());
        assertThat(keys.problem()).isEmpty();
    }

    @Test
    void nobodyIsLetInBeforeTheKeysAreKnown() {
        issuer = order -> {
            throw new FetchException(FetchException.Reason.TIME, "late");
        };
        assertUnavailable();
    }

    @Test
    void nonsenseDoesNotReplaceTheLastGoodKeys() {
        keys.refresh();
        Json.Obj secret = Jwk.of(TWO.published()).toJson().with("d", "AAAA");
        Json.Obj symmetric = Json.object().with("kty", "oct").with("k", "AAAA");
        for (Fetch nonsense : List.<Fetch>of(
                order -> answer(200, "not json"),
                order -> answer(200, "{\"keys\":[]}"),
                order -> answer(503, "{\"keys\":[]}"),
                order -> answer(200, set(Json.array(List.of(secret)))),
                order -> answer(
                        200, set(Json.array(List.of(Jwk.of(TWO.published()).toJson(), symmetric)))),
                order -> answer(200, many(LIMITS.keys() + 1)))) {
            issuer = nonsense;
            advance(LIMITS.retry());
            keys.refresh();
            assertThat(keys.problem()).isPresent();
            assertThat(keys.keyFor(signed("one"))).contains(ONE.published());
        }
        issuer = order -> answer(200, many(LIMITS.keys()));
        advance(LIMITS.retry());
        keys.refresh();
        assertThat(keys.problem()).isEmpty();
    }

    @Test
    void keysOfAFileAreReadAtTheStart(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("jwks.json");
        Files.writeString(
                file, new String(published("one", ONE).body().toArray(), java.nio.charset.StandardCharsets.UTF_8));
        assertThat(FixedKeys.readFile(file, LIMITS).keyFor(signed("one"))).contains(ONE.published());
        Files.writeString(
                file, set(Json.array(List.of(Json.object().with("kty", "oct").with("k", "Y2FuYXJ5")))));
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> FixedKeys.readFile(file, LIMITS))
                .withMessageContaining("keys[0].k: a private or symmetric key")
                .withMessageNotContaining("Y2FuYXJ5");
    }

    private void assertUnavailable() {
        assertUnavailable("one");
    }

    private void assertUnavailable(String key) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> keys.keyFor(signed(key)))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Jws signed(String key) {
        return Jws.parse(Jws.sign(JwsAlgorithm.ES256, Json.object().with("kid", key), Bytes.empty(), ONE::sign), 1000);
    }

    private static Fetched published(String name, ThrowawayKey key) {
        Jwk jwk = new Jwk(key.published(), Optional.of(name), Optional.of(JwsAlgorithm.ES256));
        return new Fetched(
                200,
                Map.of(),
                CanonicalJson.of(new JwkSet(List.of(jwk)).toJson()).bytes());
    }

    private static String many(int count) {
        return set(Json.array(Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> Jwk.of(ONE.published()).toJson().with("kid", "key-" + i))
                .toList()));
    }

    private static String set(Json.Arr keys) {
        return CanonicalJson.of(Json.object().with("keys", keys)).bytes().asLenientText();
    }

    private static Fetched answer(int status, String body) {
        return new Fetched(status, Map.of(), Bytes.utf8(body));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
