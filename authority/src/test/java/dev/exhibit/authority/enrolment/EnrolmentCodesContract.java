package dev.exhibit.authority.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.authority.KeyRegisterContract;
import dev.exhibit.authority.enrolment.EnrolmentCodes.Caps;
import dev.exhibit.authority.enrolment.EnrolmentCodes.Keeping;
import dev.exhibit.authority.enrolment.EnrolmentCodes.Purpose;
import dev.exhibit.authority.enrolment.EnrolmentCodes.Use;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.digest.Digest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all {@link EnrolmentCodes} promise, at {@link KeyRegisterContract#NOW}. */
public interface EnrolmentCodesContract {
    Instant NOW = KeyRegisterContract.NOW;
    Instant LATER = NOW.plusSeconds(900);
    Purpose BUILD = new Purpose("build", new ServiceIdentity("spiffe://exhibit.internal/tenant/acme/build"));

    Caps MANY = new Caps(10, 10_000);

    EnrolmentCodes codes();

    /** A call of a tenant of its own. */
    Call newTenant();

    @Test
    default void aCodeIsGoodOnce() {
        Call call = newTenant();
        Digest code = code(call);
        keep(call, code, BUILD, LATER);
        assertThat(codes().use(call, code)).isEqualTo(new Use.Good(BUILD));
        assertThat(codes().use(call, code)).isEqualTo(new Use.Refused(EnrolmentRefusal.CODE_USED));
    }

    @Test
    default void aCodeIsGoodForItsTenantAlone() {
        Call call = newTenant();
        Digest code = code(call);
        keep(call, code, BUILD, LATER);
        assertThat(codes().use(newTenant(), code)).isEqualTo(new Use.Refused(EnrolmentRefusal.CODE_UNKNOWN));
        assertThat(codes().use(call, code)).isEqualTo(new Use.Good(BUILD));
    }

    @Test
    default void whatExpiresNowHasExpired() {
        Call call = newTenant();
        Digest code = code(call);
        keep(call, code, BUILD, NOW);
        assertThat(codes().use(call, code)).isEqualTo(new Use.Refused(EnrolmentRefusal.CODE_EXPIRED));
        Digest other = code(call);
        keep(call, other, BUILD, NOW.plusMillis(1));
        assertThat(codes().use(call, other)).isEqualTo(new Use.Good(BUILD));
    }

    @Test
    default void whatWasNeverGivenOutIsNoCode() {
        Call call = newTenant();
        assertThat(codes().use(call, code(call))).isEqualTo(new Use.Refused(EnrolmentRefusal.CODE_UNKNOWN));
    }

    @Test
    default void ofManyAtOnceExactlyOneIsFirst() throws Exception {
        Call call = newTenant();
        Digest code = code(call);
        keep(call, code, BUILD, LATER);
        EnrolmentCodes shared = codes();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Use>> all = IntStream.range(0, 16)
                    .<Callable<Use>>mapToObj(i -> () -> shared.use(call, code))
                    .toList();
            int good = 0;
            for (Future<Use> done : pool.invokeAll(all)) {
                good += done.get() instanceof Use.Good ? 1 : 0;
            }
            assertThat(good).isEqualTo(1);
        }
    }

    @Test
    default void asManyAsMayBeOpenAreKeptAndOneMoreIsNot() {
        Call call = newTenant();
        Caps two = new Caps(2, 10_000);
        Digest first = code(call);
        assertThat(codes().keep(call, first, BUILD, LATER, two)).isEqualTo(Keeping.KEPT);
        assertThat(codes().keep(call, code(call), BUILD, LATER, two)).isEqualTo(Keeping.KEPT);
        Digest third = code(call);
        assertThat(codes().keep(call, third, BUILD, LATER, two)).isEqualTo(Keeping.TENANT_FULL);
        assertThat(codes().use(call, third)).isEqualTo(new Use.Refused(EnrolmentRefusal.CODE_UNKNOWN));
        Call other = newTenant();
        assertThat(codes().keep(other, code(other), BUILD, LATER, two)).isEqualTo(Keeping.KEPT);
        // What was used or has expired is open no more.
        codes().use(call, first);
        assertThat(codes().keep(call, code(call), BUILD, NOW, two)).isEqualTo(Keeping.KEPT);
        assertThat(codes().keep(call, third, BUILD, LATER, two)).isEqualTo(Keeping.KEPT);
    }

    @Test
    default void allTenantsTogetherHaveACapToo() {
        Call call = newTenant();
        assertThat(codes().keep(call, code(call), BUILD, LATER, MANY)).isEqualTo(Keeping.KEPT);
        Call other = newTenant();
        assertThat(codes().keep(other, code(other), BUILD, LATER, new Caps(10, 1)))
                .isEqualTo(Keeping.FULL);
    }

    private void keep(Call call, Digest code, Purpose purpose, Instant expires) {
        assertThat(codes().keep(call, code, purpose, expires, MANY)).isEqualTo(Keeping.KEPT);
    }

    private static Digest code(Call call) {
        return OneTimeCode.make(call.tenant(), new SecureRandom()).digest();
    }
}
