package dev.exhibit.boundary.token.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.BreakerLimits;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.token.ReplayGuard;
import dev.exhibit.boundary.token.ReplayGuardContract;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** The memory in a real server of Redis 6.2, whose protocol Valkey speaks, keeps the contract, also over its restarts. */
class ValkeyReplayGuardTest implements ReplayGuardContract {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String PASSWORD = "of the test";

    @TempDir
    static Path folder;

    private static int port;
    private static RedisServer server;

    private final ValkeyReplayGuard guard = guard(PASSWORD);
    private final ValkeyReplayGuard replica = guard(PASSWORD);

    @BeforeAll
    static void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = begin();
    }

    /** With snapshots and no log of commands: what a server of that kind knows after a restart is old. */
    private static RedisServer begin() throws IOException {
        RedisServer begun = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("requirepass \"" + PASSWORD + "\"")
                .setting("user exhibit on >" + PASSWORD.replace(" ", "-") + " ~exhibit:* +@all")
                .setting("dir " + folder)
                .setting("save \"\"")
                .setting("appendonly no")
                .build();
        begun.start();
        return begun;
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
    }

    @AfterEach
    void close() {
        guard.close();
        replica.close();
    }

    @Override
    public ReplayGuard guard() {
        return guard;
    }

    @Override
    public ReplayGuard replica() {
        return replica;
    }

    @Override
    public void lose(TenantId tenant) {
        try (Jedis jedis = admin()) {
            jedis.flushAll();
        }
    }

    @Override
    public int remembered(TenantId tenant) {
        try (Jedis jedis = admin()) {
            return jedis.keys("exhibit:proof:" + tenant + ":*").size();
        }
    }

    @Override
    public Instant now() {
        return CLOCK.instant();
    }

    @Test
    void aServerThatComesBackWithAnOldSnapshotTakesNothingOfBefore() throws IOException {
        TenantId tenant = new TenantId("restarted");
        ReplayGuard.Epoch before = guard.epoch(tenant);
        try (Jedis jedis = admin()) {
            jedis.save();
        }
        var proof = Hashing.of(Bytes.utf8("used after the snapshot"));
        assertThat(guard.claim(tenant, before, proof, now().plus(HOUR))).isEqualTo(ReplayGuard.Claim.FIRST);
        server.stop();
        server = begin();
        try (Jedis jedis = admin()) {
            assertThat(jedis.exists("exhibit:epoch:restarted"))
                    .as("the secret is back")
                    .isTrue();
        }
        assertThat(guard.claim(tenant, before, proof, now().plus(HOUR))).isEqualTo(ReplayGuard.Claim.OTHER_EPOCH);
        assertThat(guard.epoch(tenant)).isNotEqualTo(before).isEqualTo(replica.epoch(tenant));
    }

    @Test
    void aServerThatIsAwayLetsNobodyInAndIsLeftAlone() throws IOException {
        TenantId tenant = new TenantId("away");
        ReplayGuard.Epoch epoch = guard.epoch(tenant);
        server.stop();
        try {
            for (int i = 0; i < BreakerLimits.defaults().window(); i++) {
                unavailable(() -> guard.claim(tenant, epoch, Hashing.of(Bytes.utf8("proof")), now().plus(HOUR)));
            }
            assertThat(guard.breaker().state()).isEqualTo(Breaker.State.OPEN);
        } finally {
            server = begin();
        }
    }

    @Test
    void aServerThatMayDropKeysIsNotTrusted() {
        try (Jedis jedis = admin()) {
            jedis.configSet("maxmemory-policy", "allkeys-lru");
            jedis.configSet("maxmemory", "100mb");
            unavailable(() -> guard.epoch(new TenantId("dropped")));
            jedis.configSet("maxmemory-policy", "noeviction");
            assertThat(guard.epoch(new TenantId("dropped"))).isNotNull();
            jedis.configSet("maxmemory", "0");
        }
    }

    @Test
    void anotherPasswordLetsNobodyInAndIsNotRepeated() {
        try (ValkeyReplayGuard stranger = guard("another one")) {
            assertThat(unavailable(() -> stranger.epoch(new TenantId("stranger"))))
                    .hasMessageNotContaining("another one");
        }
    }

    @Test
    void aUserOfTheAccessListIsEnough() {
        ValkeyServer own = ValkeyServer.of("redis://127.0.0.1:" + port)
                .with(Optional.of("exhibit"), Optional.of(SecretReference.parse("file:/password")), Optional.empty());
        try (ValkeyReplayGuard listed = guard(own, PASSWORD.replace(" ", "-"))) {
            assertThat(listed.epoch(new TenantId("listed"))).isEqualTo(guard.epoch(new TenantId("listed")));
        }
    }

    private static ProblemException unavailable(Runnable act) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, act::run);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(ProblemCode.UNAVAILABLE);
        return refused;
    }

    private static Jedis admin() {
        Jedis jedis = new Jedis("127.0.0.1", port);
        jedis.auth(PASSWORD);
        return jedis;
    }

    private static ValkeyReplayGuard guard(String password) {
        return guard(
                ValkeyServer.of("redis://127.0.0.1:" + port)
                        .with(Optional.empty(), Optional.of(SecretReference.parse("file:/password")), Optional.empty()),
                password);
    }

    private static ValkeyReplayGuard guard(ValkeyServer at, String password) {
        return new ValkeyReplayGuard(
                at, reference -> password, BreakerLimits.defaults(), CLOCK, new SecureRandom(), System::nanoTime);
    }
}
