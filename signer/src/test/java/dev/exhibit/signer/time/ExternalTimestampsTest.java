package dev.exhibit.signer.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.ClockLimits;
import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.GuardedFetch;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.testing.TestTimestampAuthority;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import dev.exhibit.crypto.timestamp.TimestampResponse;
import dev.exhibit.crypto.verify.TimestampCheck;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.Refusals;
import dev.exhibit.signer.TestTimestamps;
import dev.exhibit.signer.Timestamps;
import dev.exhibit.signer.TimestampsContract;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three authorities of somebody else: whatever one of them does, what goes with a signature is right, or there is none. */
class ExternalTimestampsTest implements TimestampsContract {
    private static final SignatureBytes SIGNATURE = new SignatureBytes(Bytes.utf8("a signature"));
    private static final Duration PATIENCE = Duration.ofMillis(900);

    @TempDir
    static Path folder;

    private static TestTimestampAuthority one;
    private static TestTimestampAuthority two;
    private static TestTimestampAuthority three;

    private final ClockWatch watch = Calls.believed();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Duration monotonic = Duration.ZERO;

    @BeforeAll
    static void start() {
        one = new TestTimestampAuthority("one", folder.resolve("one"));
        two = new TestTimestampAuthority("two", folder.resolve("two"));
        three = new TestTimestampAuthority("three", folder.resolve("three"));
    }

    @AfterEach
    void end() {
        timer.shutdownNow();
        threads.shutdownNow();
        restart();
    }

    /** The same three, telling the truth. */
    private static void restart() {
        Stream.of(one, two, three).forEach(TestTimestampAuthority::close);
        start();
    }

    @Override
    public Timestamps timestamps() {
        return all(3);
    }

    @Override
    public int authorities() {
        return 4;
    }

    @Test
    void withOneThatLiesTheOtherTwoAndOursGoOut() {
        List<Runnable> lies = List.of(
                () -> three.question = query -> query.withNonce(BigInteger.TEN),
                () -> three.question = query -> TimestampQuery.of(Hashing.of(Bytes.utf8("another")))
                        .withNonce(query.nonce().orElseThrow()),
                () -> three.question = query -> TimestampQuery.of(Hashing.of(SIGNATURE.bytes())),
                () -> three.question = query ->
                        new TimestampQuery(query.algorithm(), query.imprint(), query.policy(), query.nonce(), true),
                () -> three.ahead = Duration.ofDays(4 * 365),
                () -> three.ahead = Duration.ofDays(-30),
                () -> three.answer = response -> response.slice(0, response.size() - 1),
                () -> three.answer = response -> Bytes.utf8("garbage"),
                () -> three.answer = response -> Bytes.empty(),
                () -> three.answer = response -> Bytes.owned(new byte[TimestampResponse.MAX_SIZE + 1]),
                () -> three.status = 500,
                () -> three.status = 302,
                () -> three.type = "text/html");
        for (Runnable lie : lies) {
            restart();
            lie.run();
            assertThat(stampedBy(all(2))).as("lie %d", lies.indexOf(lie)).containsExactly("own", "one", "two");
        }
    }

    @Test
    void oneThatIsDownOrSilentDoesNotHoldUpTheOthersForLong() {
        three.close();
        assertThat(stampedBy(all(2))).containsExactly("own", "one", "two");
        assertThat(Refusals.expect(ProblemCode.UNAVAILABLE, () -> all(3).stamp(SIGNATURE)))
                .isEqualTo("2 of the 3 timestamp authorities that must answer did");
        restart();
        three.silent = true;
        long start = System.nanoTime();
        assertThat(stampedBy(all(2))).containsExactly("own", "one", "two");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ZERO, PATIENCE.multipliedBy(4));
    }

    @Test
    void anotherKeyThanThePinnedOneDoesNotCount() {
        Timestamps wrong = external(
                1,
                List.of(new ExternalAuthority("three", three.url(), List.of(two.trusted()), Optional.empty(), true)));
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> wrong.stamp(SIGNATURE));
        assertThat(stampedBy(external(1, List.of(pinned(three, true))))).containsExactly("own", "three");
    }

    @Test
    void thePolicyThatIsWantedIsAskedForAndDemanded() {
        Timestamps wanting = external(
                1,
                List.of(new ExternalAuthority(
                        "three",
                        three.url(),
                        List.of(three.trusted()),
                        Optional.of(TestTimestampAuthority.POLICY),
                        true)));
        assertThat(wanting.stamp(SIGNATURE)).hasSize(2);
        three.question = query -> TimestampQuery.of(Hashing.of(SIGNATURE.bytes()))
                .withNonce(query.nonce().orElseThrow());
        three.policy = "1.2.3.4.6";
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> wanting.stamp(SIGNATURE));
    }

    @Test
    void oneThatFailsAgainAndAgainIsLeftAloneAndAskedAgainLater() {
        three.status = 503;
        ExternalTimestamps all = all(2);
        for (int i = 0; i < BreakerLimits.defaults().window(); i++) {
            all.stamp(SIGNATURE);
        }
        int asked = three.questions.get();
        assertThat(asked).isLessThan(BreakerLimits.defaults().window());
        all.stamp(SIGNATURE);
        assertThat(three.questions).hasValue(asked);
        assertThat(all.problem()).as("two can be asked, two must answer").isEmpty();

        three.status = 200;
        monotonic = monotonic.plus(BreakerLimits.defaults().pause()).plusSeconds(1);
        for (int i = 0; i < BreakerLimits.defaults().trials(); i++) {
            all.listen();
        }
        assertThat(all.stamp(SIGNATURE)).hasSize(4);
    }

    @Test
    void whatTheySayOfTheTimeCounts() {
        ExternalTimestamps all = all(2);
        all.stamp(SIGNATURE);
        assertThat(watch.problem()).isEmpty();
        three.ahead = Duration.ofSeconds(10);
        assertThat(all.stamp(SIGNATURE)).as("said, and signed").hasSize(4);
        assertThat(watch.problem()).hasValueSatisfying(why -> assertThat(why).contains("off that of three"));
        three.ahead = Duration.ofSeconds(-45);
        assertThat(Refusals.expect(ProblemCode.UNAVAILABLE, () -> all.stamp(SIGNATURE)))
                .contains("nothing is signed", "three");
        three.ahead = Duration.ZERO;
        all.listen();
        assertThat(watch.problem()).isEmpty();
        assertThat(all.stamp(SIGNATURE)).hasSize(4);
    }

    @Test
    void whoeverIsNotHeardIsAskedForTheTimeAndNobodyElse() {
        ExternalTimestamps all = all(3);
        all.listen();
        assertThat(asked()).containsExactly(1, 1, 1);
        all.listen();
        assertThat(asked()).as("heard just now").containsExactly(1, 1, 1);
        monotonic = monotonic.plus(ClockLimits.defaults().authoritySilence()).plusSeconds(1);
        all.listen();
        assertThat(asked()).containsExactly(2, 2, 2);
        three.ahead = Duration.ofSeconds(10);
        all.stamp(SIGNATURE);
        all.listen();
        assertThat(asked()).as("the one that is off is asked again").containsExactly(3, 3, 4);
    }

    @Test
    void whoeverIsNoLongerAskedIsStillBelieved() {
        List<Bytes> before = all(3).stamp(SIGNATURE);
        ExternalTimestamps after = external(2, List.of(pinned(one, true), pinned(two, true), pinned(three, false)));
        assertThat(stampedBy(after)).containsExactly("own", "one", "two");
        assertThat(after.names()).containsExactly("one", "two");
        TimestampCheck check = new TimestampCheck(after.trust().timestampAuthorities(), SignatureChecker.standard());
        before.forEach(response -> check.require(
                response, SIGNATURE, InstantSource.system().instant().plusSeconds(30)));
        ExternalTimestamps nobody = external(0, List.of(pinned(three, false)));
        assertThat(stampedBy(nobody)).containsExactly("own");
    }

    private static ExternalAuthority pinned(TestTimestampAuthority other, boolean asked) {
        String name = other.trusted().commonName();
        return new ExternalAuthority(name, other.url(), List.of(other.trusted()), Optional.empty(), asked);
    }

    private static List<Integer> asked() {
        return Stream.of(one, two, three).map(other -> other.questions.get()).toList();
    }

    private static List<String> stampedBy(Timestamps timestamps) {
        return timestamps.stamp(SIGNATURE).stream()
                .map(response -> timestamps.trust().timestampAuthorities().stream()
                        .filter(authority -> TimestampResponse.decode(response)
                                .signer()
                                .names(authority.chain().getFirst()))
                        .map(authority -> authority.commonName().startsWith("Exhibit") ? "own" : authority.commonName())
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private ExternalTimestamps all(int demand) {
        return external(demand, List.of(pinned(one, true), pinned(two, true), pinned(three, true)));
    }

    private ExternalTimestamps external(int demand, List<ExternalAuthority> others) {
        FetchRules rules = FetchRules.of(
                others.stream().map(other -> other.url().origin().toString()).toList());
        GuardedFetch fetch = new GuardedFetch(
                rules,
                host -> List.of(InetAddress.getLoopbackAddress()),
                platform(),
                FetchLimits.defaults().withTimes(PATIENCE, PATIENCE, PATIENCE, PATIENCE),
                timer);
        ClockLimits usual = ClockLimits.defaults();
        return new ExternalTimestamps(
                TestTimestamps.in(folder.resolve("own"), watch),
                others,
                demand,
                new ExternalTimestamps.Clocks(watch, InstantSource.system(), this::nanos),
                new ExternalTimestamps.Means(
                        fetch,
                        name -> new Breaker(name, BreakerLimits.defaults(), ExternalTimestamps::isLost, this::nanos),
                        SignatureChecker.standard(),
                        new SecureRandom(),
                        threads),
                new ClockLimits(usual.alarm(), usual.stop(), usual.every(), usual.authoritySilence(), PATIENCE));
    }

    /** Stands still unless a test moves it: the breaker must not come to itself. */
    private long nanos() {
        return monotonic.toNanos();
    }

    private static SSLContext platform() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
