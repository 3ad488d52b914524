package dev.exhibit.evidence.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.CheckCertificate;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.fsck.Finding.Kind;
import dev.exhibit.evidence.fsck.ScrubRounds;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A check in the background: a little in each round, a certificate at the end, and again after the pause. */
class ScrubRoundsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static final Duration PAUSE = Duration.ofDays(7);
    private static final TenantId BROKEN = new TenantId("broken");
    private static int tenants;

    private final KeptStore store = new KeptStore(DATABASE, "scrub-" + ++tenants).filled();
    private final AtomicLong nanos = new AtomicLong();
    private final List<Bytes> kept = new ArrayList<>();
    private Instant now = KeptStore.LATER;

    private final LogReader logs = new LogReader(store.logIndex, store.objects);

    private final ScrubRounds.Certificates certificates = new ScrubRounds.Certificates() {
        private Optional<Instant> last = Optional.empty();

        @Override
        public Optional<Instant> last(TenantId tenant) {
            if (tenant.equals(BROKEN)) {
                throw new UncheckedIOException(new IOException("its certificate cannot be read"));
            }
            return last;
        }

        @Override
        public Optional<Bytes> read(TenantId tenant) {
            return kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast());
        }

        @Override
        public void keep(TenantId tenant, Bytes certificate) {
            last = Optional.of(now);
            kept.add(certificate);
        }
    };

    /** Each look at the clock takes a second: a round of three seconds has time for two steps. */
    private final ScrubRounds rounds = process();

    private ScrubRounds process() {
        return new ScrubRounds(
                store.fsck(),
                logs,
                store.keys,
                new ScrubRounds.Pace(PAUSE, Duration.ofSeconds(3)),
                certificates,
                SignatureChecker.standard(),
                () -> now,
                () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()));
    }

    private int untilCertified() {
        int before = kept.size();
        for (int round = 1; ; round++) {
            rounds.run(List.of(BROKEN, store.call.tenant()));
            if (kept.size() > before) {
                return round;
            }
            assertThat(round).isLessThan(100);
        }
    }

    private CheckCertificate opened() {
        LogState journal = logs.state(store.call.tenant(), LogName.JOURNAL);
        JournalKey key = JournalKey.of(journal.origin(), store.keys.find(journal.key()), SignatureChecker.standard());
        return CheckCertificate.open(kept.getLast(), key);
    }

    @Test
    void aBlobThatCannotBeReadIsCertifiedAsSuch() {
        store.objects.beUnreadable(ObjectName.of(store.call.tenant(), Area.SHA256, store.small));
        untilCertified();
        assertThat(opened().sound()).isFalse();
        assertThat(opened().found().toString()).contains(Kind.UNREADABLE.wire());
    }

    @Test
    void everyTenantIsCheckedInRoundsAndAgainAfterThePause() {
        assertThat(untilCertified()).isGreaterThan(1);
        assertThat(opened().sound()).isTrue();
        assertThat(opened().checkpoints()).hasSize(2);
        assertThat(rounds.problem()).isEmpty();
        now = now.plus(PAUSE).minusSeconds(1);
        rounds.run(List.of(store.call.tenant()));
        assertThat(kept).hasSize(1);
        now = now.plusSeconds(1);
        store.objects.lose(store.call.tenant(), store.small);
        untilCertified();
        assertThat(opened().sound()).isFalse();
        assertThat(opened().found().toString()).contains(Kind.MISSING.wire());
        assertThat(rounds.problem()).isPresent();
    }

    @Test
    void whatWasFoundIsStillKnownAfterARestart() {
        store.objects.lose(store.call.tenant(), store.small);
        untilCertified();
        Optional<String> problem = rounds.problem();
        assertThat(problem).isPresent();
        ScrubRounds next = process();
        next.run(List.of(store.call.tenant()));
        assertThat(kept).as("not due").hasSize(1);
        assertThat(next.problem()).isEqualTo(problem);
    }

    @Test
    void aCertificateOfNobodySaysNothingGood() {
        certificates.keep(store.call.tenant(), Bytes.utf8("{\"sound\":true}"));
        rounds.run(List.of(store.call.tenant()));
        assertThat(rounds.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("not one of this installation"));
    }
}
