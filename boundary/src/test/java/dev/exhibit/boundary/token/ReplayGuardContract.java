package dev.exhibit.boundary.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.token.ReplayGuard.Claim;
import dev.exhibit.boundary.token.ReplayGuard.Epoch;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every memory of used proofs does. */
public interface ReplayGuardContract {
    Duration HOUR = Duration.ofHours(1);

    /** A memory that is new or used by other tenants only. */
    ReplayGuard guard();

    /** Another replica with the same memory. */
    ReplayGuard replica();

    /** Loses the memory of {@code tenant}, as a lost database does. */
    void lose(TenantId tenant);

    /** How many proofs are remembered for {@code tenant}. */
    int remembered(TenantId tenant);

    /** What the memory's clock shows. */
    Instant now();

    @Test
    default void theFirstClaimWinsOnWhateverReplica() {
        TenantId tenant = tenant();
        Digest proof = proof();
        Epoch epoch = guard().epoch(tenant);
        assertThat(replica().epoch(tenant)).isEqualTo(epoch);
        assertThat(guard().claim(tenant, epoch, proof, now().plus(HOUR))).isEqualTo(Claim.FIRST);
        assertThat(guard().claim(tenant, epoch, proof, now().plus(HOUR))).isEqualTo(Claim.SEEN);
        assertThat(replica().claim(tenant, epoch, proof, now().plus(HOUR))).isEqualTo(Claim.SEEN);
        assertThat(replica().claim(tenant, epoch, proof(), now().plus(HOUR))).isEqualTo(Claim.FIRST);
    }

    @Test
    default void tenantsDoNotMeet() {
        TenantId one = tenant();
        TenantId other = tenant();
        Digest proof = proof();
        assertThat(guard().epoch(one)).isNotEqualTo(guard().epoch(other));
        assertThat(guard().claim(one, guard().epoch(one), proof, now().plus(HOUR)))
                .isEqualTo(Claim.FIRST);
        assertThat(guard().claim(other, guard().epoch(other), proof, now().plus(HOUR)))
                .isEqualTo(Claim.FIRST);
        assertThat(guard().claim(other, guard().epoch(one), proof(), now().plus(HOUR)))
                .isEqualTo(Claim.OTHER_EPOCH);
    }

    @Test
    default void oneOfManyClaimsAtOnceWins() throws Exception {
        TenantId tenant = tenant();
        Epoch epoch = guard().epoch(tenant);
        for (int round = 0; round < 20; round++) {
            Digest proof = proof();
            assertThat(together(tenant, epoch, proof).stream().filter(Claim.FIRST::equals))
                    .hasSize(1);
        }
    }

    @Test
    default void aLostMemoryTakesNothingOfBefore() {
        TenantId tenant = tenant();
        Digest proof = proof();
        Epoch before = guard().epoch(tenant);
        assertThat(guard().claim(tenant, before, proof, now().plus(HOUR))).isEqualTo(Claim.FIRST);
        lose(tenant);
        assertThat(guard().claim(tenant, before, proof, now().plus(HOUR))).isEqualTo(Claim.OTHER_EPOCH);
        assertThat(guard().claim(tenant, before, proof, now().plus(HOUR))).isEqualTo(Claim.OTHER_EPOCH);
        Epoch after = guard().epoch(tenant);
        assertThat(after).isNotEqualTo(before);
        assertThat(guard().claim(tenant, after, proof, now().plus(HOUR))).isEqualTo(Claim.FIRST);
    }

    /** What has run out makes room: the memory does not grow with the claims of all time. */
    @Test
    default void whatHasRunOutIsForgotten() {
        TenantId tenant = tenant();
        Epoch epoch = guard().epoch(tenant);
        for (int i = 0; i < 600; i++) {
            guard().claim(tenant, epoch, proof(), now().minusSeconds(1));
        }
        Digest alive = proof();
        guard().claim(tenant, epoch, alive, now().plus(HOUR));
        assertThat(remembered(tenant)).isLessThan(200);
        assertThat(guard().claim(tenant, epoch, alive, now().plus(HOUR))).isEqualTo(Claim.SEEN);
    }

    private List<Claim> together(TenantId tenant, Epoch epoch, Digest proof) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Claim>> claims = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ReplayGuard one = i % 2 == 0 ? guard() : replica();
                claims.add(threads.submit(() -> one.claim(tenant, epoch, proof, now().plus(HOUR))));
            }
            List<Claim> found = new ArrayList<>();
            for (Future<Claim> claim : claims) {
                found.add(claim.get());
            }
            return found;
        }
    }

    private static TenantId tenant() {
        return new TenantId("t-" + UUID.randomUUID());
    }

    private static Digest proof() {
        return Hashing.of(Bytes.utf8(UUID.randomUUID().toString()));
    }
}
