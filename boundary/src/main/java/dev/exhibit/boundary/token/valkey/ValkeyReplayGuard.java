package dev.exhibit.boundary.token.valkey;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.token.Epochs;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * {@link ReplayGuard} in Valkey or Redis: of equal {@code SET … NX PX} one wins, on whatever replica. What the server
 * forgets when it stops cannot be used again, because an epoch is made of a stored secret <em>and</em> of the server's run
 * id, which no two of its lives have in common: both are read in the very transaction that claims.
 */
public final class ValkeyReplayGuard implements ReplayGuard, AutoCloseable {
    private static final String PREFIX = "exhibit:";
    private static final Pattern RUN = Pattern.compile("(?m)^run_id:([0-9a-f]{40})\\r?$");
    private static final Pattern LIMIT = Pattern.compile("(?m)^maxmemory:0\\r?$");
    private static final Pattern POLICY = Pattern.compile("(?m)^maxmemory_policy:noeviction\\r?$");

    private final JedisPool pool;
    private final Breaker breaker;
    private final InstantSource clock;
    private final Epochs epochs;

    /**
     * @param secrets asked for the password again at each new connection
     * @param limits when the server counts as lost
     * @param random makes the secrets of epochs; a secure and thread-safe one
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public ValkeyReplayGuard(
            ValkeyServer server,
            Secrets secrets,
            BreakerLimits limits,
            InstantSource clock,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this.pool = ValkeyPool.open(server, secrets);
        this.breaker = new Breaker("replay-memory", limits, ValkeyReplayGuard::isLost, nanoTime);
        this.clock = clock;
        this.epochs = new Epochs(random);
    }

    @Override
    public Epoch epoch(TenantId tenant) {
        return epochs.of(tenant, fresh -> begin(tenant, fresh));
    }

    @Override
    public Claim claim(TenantId tenant, Epoch epoch, Digest proof, Instant until) {
        long life = Math.max(1, Duration.between(clock.instant(), until).toMillis());
        String place =
                PREFIX + "proof:" + tenant + ":" + Hashing.of(epoch.secret()).hex() + ":" + proof.hex();
        Claim claim = asking(server -> claim(server, tenant, epoch, place, life));
        epochs.learn(tenant, epoch, claim);
        return claim;
    }

    /** Whether the server is still asked. */
    public Breaker breaker() {
        return breaker;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static Claim claim(Jedis server, TenantId tenant, Epoch epoch, String place, long life) {
        try (Transaction whole = server.multi()) {
            Response<Object> lived = whole.sendCommand(Command.INFO, "server");
            Response<String> secret = whole.get(secretOf(tenant));
            Response<String> set =
                    whole.set(place, "", SetParams.setParams().nx().px(life));
            var unused = whole.exec();
            String stored = secret.get();
            if (stored == null || !of(stored, text(lived.get())).equals(epoch)) {
                return Claim.OTHER_EPOCH; // What was set has a name that only the lost epoch could ask for.
            }
            return "OK".equals(set.get()) ? Claim.FIRST : Claim.SEEN;
        }
    }

    /** Where two begin at once, both get what the first one wrote. */
    private Epoch begin(TenantId tenant, byte[] fresh) {
        return asking(server -> {
            demandKeeping(server.info("memory"));
            server.set(
                    secretOf(tenant),
                    StrictBase64.encode(Bytes.owned(fresh)),
                    SetParams.setParams().nx());
            try (Transaction whole = server.multi()) {
                Response<Object> lived = whole.sendCommand(Command.INFO, "server");
                Response<String> secret = whole.get(secretOf(tenant));
                var unused = whole.exec();
                return of(secret.get(), text(lived.get()));
            }
        });
    }

    /** A server that drops keys when it is full would forget proofs before their time. */
    private static void demandKeeping(String memory) {
        if (!LIMIT.matcher(memory).find() && !POLICY.matcher(memory).find()) {
            throw new ProblemException(
                    ProblemCode.UNAVAILABLE, "the replay memory may drop keys; set its maxmemory-policy to noeviction");
        }
    }

    private static Epoch of(@Nullable String secret, String server) {
        Matcher run = RUN.matcher(server);
        if (secret == null || !run.find()) {
            throw new JedisDataException("the server does not say its run_id, or forgets at once");
        }
        return new Epoch(Hashing.of(Bytes.utf8(secret + " " + run.group(1))).bytes());
    }

    private static String secretOf(TenantId tenant) {
        return PREFIX + "epoch:" + tenant;
    }

    private static String text(Object reply) {
        return reply instanceof byte[] bytes ? Bytes.of(bytes).asLenientText() : String.valueOf(reply);
    }

    private <T> T asking(Function<Jedis, T> work) {
        try {
            return breaker.call(() -> {
                try (Jedis server = pool.getResource()) {
                    return work.apply(server);
                }
            });
        } catch (JedisException failed) {
            // Without its cause's text in the answer: it may name places inside.
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the replay memory cannot be asked now", failed);
        }
    }

    /** A pool without a free connection says nothing about the server. */
    private static boolean isLost(RuntimeException failed) {
        return failed instanceof JedisConnectionException || failed instanceof JedisDataException;
    }
}
