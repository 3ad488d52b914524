package dev.exhibit.signer.time;

import dev.exhibit.boundary.ClockLimits;
import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.trust.SigningConfig;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.signer.Timestamps;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our own timestamp, and those of authorities elsewhere, of which so many must answer. All are asked at once, and what has not
 * come in time does not count. Thread-safe.
 */
public final class ExternalTimestamps implements Timestamps {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalTimestamps.class);
    private static final int PROBE = 32;

    private final Timestamps own;
    private final List<Authority> believed;
    private final List<TimestampClient> others;
    private final int demand;
    private final Means means;
    private final ClockLimits limits;

    /**
     * What it is compared with, and by what.
     *
     * @param watch told what others say
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public record Clocks(ClockWatch watch, InstantSource clock, LongSupplier nanoTime) {}

    /**
     * What it works with.
     *
     * @param fetch the way to them, whose patience is {@link ClockLimits#authorityTime}
     * @param breakers makes the one of a name, which counts as lost what {@link #isLost} says
     * @param checker verifies their timestamps
     * @param threads a virtual one for each that is asked
     */
    public record Means(
            Fetch fetch,
            Function<String, Breaker> breakers,
            SignatureChecker checker,
            RandomGenerator random,
            ExecutorService threads) {}

    /** @param demand how many of {@code authorities} must answer, of those that are asked */
    public ExternalTimestamps(
            Timestamps own,
            List<ExternalAuthority> authorities,
            int demand,
            Clocks clocks,
            Means means,
            ClockLimits limits) {
        this.own = own;
        this.believed = authorities.stream()
                .flatMap(authority -> authority.keys().stream())
                .toList();
        this.others = authorities.stream()
                .filter(ExternalAuthority::asked)
                .map(authority -> new TimestampClient(
                        authority,
                        means.fetch(),
                        means.breakers().apply("timestamps-" + authority.name()),
                        means.checker(),
                        clocks,
                        means.random()))
                .toList();
        this.demand = demand;
        this.means = means;
        this.limits = limits;
    }

    /** Whether a failure says that an authority is lost: then its breaker counts it. */
    public static boolean isLost(RuntimeException failure) {
        return failure instanceof NoTimestampException;
    }

    @Override
    public List<Bytes> stamp(SignatureBytes signature) {
        // 1. The others, all at once; enough of them, or nothing.
        List<Bytes> theirs = ask(others, signature);
        if (theirs.size() < demand) {
            throw new ProblemException(
                    ProblemCode.UNAVAILABLE,
                    theirs.size() + " of the " + demand + " timestamp authorities that must answer did");
        }
        // 2. Our own last, which demands that the clock is right, by what the others just said too; it comes first.
        return Stream.concat(own.stamp(signature).stream(), theirs.stream()).toList();
    }

    @Override
    public TrustRoot trust() {
        List<Authority> authorities = new ArrayList<>(own.trust().timestampAuthorities());
        authorities.addAll(believed);
        return new TrustRoot(List.of(), List.of(), List.of(), authorities);
    }

    /** Hears what time it is from those that were silent for long, or that are off: for as long as nothing is signed. */
    public void listen() {
        byte[] nothing = new byte[PROBE];
        means.random().nextBytes(nothing);
        List<TimestampClient> due = others.stream()
                .filter(other -> other.isDue(limits.authoritySilence()))
                .toList();
        var unused = ask(due, new SignatureBytes(Bytes.owned(nothing)));
    }

    /** What each is called among clocks. */
    public List<String> names() {
        return others.stream().map(other -> other.authority().name()).toList();
    }

    /** Where each of them is asked, from when on. */
    public List<SigningConfig.Service> services() {
        return others.stream()
                .map(TimestampClient::authority)
                .map(ExternalTimestamps::service)
                .toList();
    }

    private static SigningConfig.Service service(ExternalAuthority authority) {
        Instant since = authority.keys().stream()
                .map(key -> key.validFor().start())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new SigningConfig.Service(authority.url().text(), authority.name(), ValidFor.from(since));
    }

    /** How many of them must answer. */
    public int demand() {
        return demand;
    }

    public List<Breaker> breakers() {
        return others.stream().map(TimestampClient::breaker).toList();
    }

    /** What is wrong, for readiness: that fewer can be asked than must answer. */
    public Optional<String> problem() {
        long asked = breakers().stream()
                .filter(breaker -> breaker.problem().isEmpty())
                .count();
        return asked < demand
                ? Optional.of(asked + " of the " + demand + " timestamp authorities that must answer can be asked now")
                : Optional.empty();
    }

    /** What came in time, in the order of the configuration. */
    private List<Bytes> ask(List<TimestampClient> asked, SignatureBytes signature) {
        List<Callable<Optional<Bytes>>> questions = asked.stream()
                .<Callable<Optional<Bytes>>>map(other -> () -> attempt(other, signature))
                .toList();
        try {
            List<Future<Optional<Bytes>>> answers =
                    means.threads().invokeAll(questions, limits.authorityTime().toMillis(), TimeUnit.MILLISECONDS);
            return answers.stream()
                    .filter(answer -> !answer.isCancelled())
                    .flatMap(answer -> come(answer).stream())
                    .toList();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the service is being stopped", stopped);
        }
    }

    private static Optional<Bytes> come(Future<Optional<Bytes>> answer) {
        try {
            return answer.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the service is being stopped", stopped);
        } catch (ExecutionException defect) {
            throw new IllegalStateException("a timestamp authority could not be asked", defect.getCause());
        }
    }

    private static Optional<Bytes> attempt(TimestampClient other, SignatureBytes signature) {
        try {
            return Optional.of(other.stamp(signature));
        } catch (NoTimestampException failed) {
            LOG.atWarn()
                    .addKeyValue("authority", other.authority().name())
                    .addKeyValue("reason", failed.getMessage())
                    .log("a timestamp authority gave no timestamp that can be used");
            return Optional.empty();
        } catch (ProblemException leftAlone) {
            return Optional.empty();
        }
    }
}
