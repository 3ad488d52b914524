package dev.exhibit.evidence;

import static dev.exhibit.evidence.Samples.NOON;
import static dev.exhibit.evidence.Samples.call;
import static dev.exhibit.evidence.Samples.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.evidence.UploadLedger.Pending;
import dev.exhibit.evidence.UploadLedger.Upload;
import dev.exhibit.evidence.blob.UploadParts.Part;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link UploadLedger} holds to. Each test works in a tenant of its own. */
public abstract class UploadLedgerContract {
    private static final UUID ID = new UUID(1, 2);
    private static final Upload FRESH = new Upload(ID, digest("blob"), 10, List.of());
    private static final Part FIRST = new Part(0, 4, digest("first"));
    private static final Part SECOND = new Part(4, 6, digest("second"));

    /** The ledger under test. */
    protected abstract UploadLedger ledger();

    @Test
    void growsPartByPartUntilItIsClosed() {
        Call call = call("grows");
        TenantId tenant = call.tenant();
        ledger().open(call, NOON, FRESH);
        assertThat(ledger().find(tenant, ID)).contains(FRESH);
        assertThat(ledger().advance(tenant, ID, FIRST, NOON)).isTrue();
        assertThat(ledger().advance(tenant, ID, SECOND, NOON)).isTrue();
        Upload whole = ledger().find(tenant, ID).orElseThrow();
        assertThat(whole.parts()).containsExactly(FIRST, SECOND);
        assertThat(whole.isComplete()).isTrue();
        ledger().close(tenant, ID);
        ledger().close(tenant, ID);
        assertThat(ledger().find(tenant, ID)).isEmpty();
        assertThat(ledger().advance(tenant, ID, FIRST, NOON)).isFalse();
    }

    @Test
    void takesNoPartThatBeginsElsewhere() {
        Call call = call("elsewhere");
        ledger().open(call, NOON, FRESH);
        assertThat(ledger().advance(call.tenant(), ID, SECOND, NOON)).isFalse();
        assertThat(ledger().advance(call.tenant(), ID, FIRST, NOON)).isTrue();
        assertThat(ledger().advance(call.tenant(), ID, FIRST, NOON)).isFalse();
        assertThat(ledger().find(call.tenant(), ID).orElseThrow().parts()).containsExactly(FIRST);
    }

    @Test
    void ofManyAtOnceOneGoesOn() throws Exception {
        Call call = call("at-once");
        ledger().open(call, NOON, FRESH);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> one = () -> ledger().advance(call.tenant(), ID, FIRST, NOON);
            int winners = 0;
            for (Future<Boolean> each :
                    threads.invokeAll(Stream.generate(() -> one).limit(16).toList())) {
                winners += each.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
    }

    @Test
    void countsWhatIsUnderWayAndTellsWhatRests() {
        Call call = call("rests");
        TenantId tenant = call.tenant();
        assertThat(ledger().pending(tenant)).isEqualTo(new Pending(0, 0));
        UUID other = new UUID(3, 4);
        ledger().open(call, NOON, FRESH);
        ledger().open(call, NOON, new Upload(other, digest("other"), 1L << 40, List.of()));
        assertThat(ledger().pending(tenant)).isEqualTo(new Pending(2, (1L << 40) + 10));
        ledger().advance(tenant, ID, FIRST, NOON.plusSeconds(60));
        assertThat(ledger().idleSince(tenant, NOON)).isEmpty();
        assertThat(ledger().idleSince(tenant, NOON.plusSeconds(60))).containsExactly(other);
    }

    @Test
    void keepsTenantsApart() {
        Call call = call("apart");
        TenantId foreign = call("apart-foreign").tenant();
        ledger().open(call, NOON, FRESH);
        assertThat(ledger().find(foreign, ID)).isEmpty();
        assertThat(ledger().advance(foreign, ID, FIRST, NOON)).isFalse();
        ledger().close(foreign, ID);
        assertThat(ledger().idleSince(foreign, NOON.plusSeconds(60))).isEmpty();
        assertThat(ledger().pending(foreign)).isEqualTo(new Pending(0, 0));
        assertThat(ledger().find(call.tenant(), ID)).contains(FRESH);
    }
}
