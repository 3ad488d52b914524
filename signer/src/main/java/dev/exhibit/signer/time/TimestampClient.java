package dev.exhibit.signer.time;

import dev.exhibit.boundary.clock.ClockReading;
import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.timestamp.TimestampInfo;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import dev.exhibit.crypto.timestamp.TimestampResponse;
import dev.exhibit.crypto.verify.TimestampCheck;
import dev.exhibit.crypto.verify.TimestampRefusedException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * Asks one authority elsewhere (RFC 3161 section 3.4), believing nothing but its pinned keys. What it says of the time goes to
 * the {@link ClockWatch}. Thread-safe.
 */
final class TimestampClient {
    private static final String QUERY = "application/timestamp-query";
    private static final String REPLY = "application/timestamp-reply";
    private static final int NONCE_BITS = 64;
    private static final int OK = 200;

    private final ExternalAuthority authority;
    private final Fetch fetch;
    private final Breaker breaker;
    private final TimestampCheck check;
    private final ExternalTimestamps.Clocks clocks;
    private final RandomGenerator random;
    private final AtomicReference<Optional<Long>> heard = new AtomicReference<>(Optional.empty());

    TimestampClient(
            ExternalAuthority authority,
            Fetch fetch,
            Breaker breaker,
            SignatureChecker checker,
            ExternalTimestamps.Clocks clocks,
            RandomGenerator random) {
        this.authority = authority;
        this.fetch = fetch;
        this.breaker = breaker;
        this.check = new TimestampCheck(authority.keys(), checker);
        this.clocks = clocks;
        this.random = random;
    }

    ExternalAuthority authority() {
        return authority;
    }

    Breaker breaker() {
        return breaker;
    }

    /** Whether it was not heard for so long, or must be asked again because of what it said, or did not say. */
    boolean isDue(Duration silence) {
        boolean quiet = heard.get()
                .map(last -> clocks.nanoTime().getAsLong() - last > silence.toNanos())
                .orElse(true);
        return quiet || clocks.watch().isOff(authority.name()) || breaker.state() != Breaker.State.CLOSED;
    }

    /**
     * Its timestamp over {@code signature}, verified.
     *
     * @throws NoTimestampException if it gives none that can be used
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} while it is left alone
     */
    Bytes stamp(SignatureBytes signature) {
        return breaker.call(() -> ask(signature));
    }

    private Bytes ask(SignatureBytes signature) {
        // 1. A question that no earlier answer fits.
        BigInteger nonce = nonce();
        TimestampQuery plain = TimestampQuery.of(Hashing.of(signature.bytes())).withNonce(nonce);
        TimestampQuery query = authority.policy().map(plain::under).orElse(plain);

        // 2. The answer, and how long it took.
        Instant asked = clocks.clock().instant();
        long start = clocks.nanoTime().getAsLong();
        Bytes response = fetch(query);
        Duration taken = Duration.ofNanos(clocks.nanoTime().getAsLong() - start);

        // 3. By a pinned key, over this signature, to this question; what it says of the time counts from then on.
        TimestampInfo info = verify(response, signature, query);
        Instant second = info.time();
        clocks.watch().heard(authority.name(), new ClockReading(asked, taken, second, second.plusSeconds(1)));
        heard.set(Optional.of(clocks.nanoTime().getAsLong()));
        return response;
    }

    /** Positive, so that every authority spells it alike. */
    private BigInteger nonce() {
        return BigInteger.valueOf(random.nextLong() >>> 1).setBit(NONCE_BITS - 2);
    }

    private Bytes fetch(TimestampQuery query) {
        try {
            Fetched answer =
                    fetch.fetch(FetchOrder.post(authority.url(), QUERY, query.encode(), TimestampResponse.MAX_SIZE));
            if (answer.status() != OK || !answer.header("content-type").equals(Optional.of(REPLY))) {
                throw new NoTimestampException("answered with status " + answer.status() + ", or with no " + REPLY);
            }
            return answer.body();
        } catch (FetchException failed) {
            throw new NoTimestampException(String.valueOf(failed.getMessage()), failed);
        }
    }

    private TimestampInfo verify(Bytes response, SignatureBytes signature, TimestampQuery query) {
        try {
            // A clock that is far ahead is a matter of the watch, not of this timestamp.
            check.require(response, signature, Instant.MAX);
            TimestampInfo info = TimestampResponse.decode(response).info();
            if (!info.nonce().equals(query.nonce())) {
                throw new NoTimestampException("answered another question: the nonce is not the one that was sent");
            }
            if (!query.policy().map(info.policy()::equals).orElse(true)) {
                throw new NoTimestampException("stamped under another policy than " + authority.policy());
            }
            return info;
        } catch (TimestampRefusedException | MalformedException refused) {
            throw new NoTimestampException("gave a timestamp that is refused: " + refused.getMessage(), refused);
        }
    }
}
