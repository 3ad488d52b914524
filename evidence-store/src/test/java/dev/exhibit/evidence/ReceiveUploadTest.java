package dev.exhibit.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.ReceiveUpload.Progress;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.UploadParts;
import dev.exhibit.evidence.blob.UploadParts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of the parts of uploads, and of what nobody wants any more. */
class ReceiveUploadTest {
    private static final UUID ID = new UUID(5, 6);
    private static final UUID ENDED = new UUID(1, 1);
    private static final UUID ALSO_ENDED = new UUID(9, 9);
    private static final Bytes WHOLE = Bytes.utf8("0123456789");
    private static final Bytes OTHER = Bytes.utf8("others");

    private final Room room = new Room();
    private final TenantId tenant = room.call.tenant();
    private final UploadParts parts = new UploadParts(room.objects);
    private final MemoryUploadLedger ledger = new MemoryUploadLedger();
    private final ReceiveUpload receive = new ReceiveUpload(
            room.storeBlob, parts, ledger, room.index, Quotas.none(), room.limits, room.clock, () -> ID);

    private Progress append(int from, int to) {
        return receive.append(room.call, ID, from, WHOLE.slice(from, to).open());
    }

    private List<String> kept() {
        List<String> paths = new ArrayList<>();
        room.stored.names(tenant, Area.UPLOAD, "", name -> paths.add(name.path()));
        return paths;
    }

    private static void refuse(ObjectName name) {
        throw new ProblemException(ProblemCode.UNAVAILABLE, "scripted: " + name.path() + " is locked");
    }

    @Test
    void aBlobThatIsStoredIsAnsweredWhateverBecomesOfItsParts() {
        receive.begin(room.call, Hashing.of(WHOLE), WHOLE.size());
        room.objects.beforeRemoval(ReceiveUploadTest::refuse);
        assertThat(append(0, 10).stored()).isPresent();
        assertThat(room.fetchBlob.get(room.call, Hashing.of(WHOLE)).read(10)).isEqualTo(WHOLE);
        assertThat(kept()).hasSize(1);
        room.objects.beforeRemoval(name -> {});
        receive.sweep(tenant);
        assertThat(kept()).isEmpty();
    }

    @Test
    void otherBytesThanDeclaredAreCalledSoWhateverBecomesOfThem() {
        Digest declared = Samples.digest("something else");
        receive.begin(room.call, declared, WHOLE.size());
        room.objects.beforeRemoval(ReceiveUploadTest::refuse);
        assertThatThrownBy(() -> append(0, 10)).satisfies(Refusals.refusedWith(ProblemCode.DIGEST_MISMATCH));
    }

    @Test
    void oneThatCannotBeRemovedKeepsNoOther() {
        parts.keep(tenant, ENDED, 0, WHOLE);
        parts.keep(tenant, ALSO_ENDED, 0, WHOLE);
        room.stored.create(new ObjectName(tenant, Area.UPLOAD, "strange"), WHOLE);
        room.objects.beforeRemoval(name -> {
            if (name.path().startsWith(ENDED.toString())) {
                refuse(name);
            }
        });
        receive.sweep(tenant);
        assertThat(kept()).hasSize(2).first().satisfies(path -> assertThat(path).startsWith(ENDED.toString()));
        assertThat(kept()).contains("strange");
    }

    @Test
    void whatCameInVainGoesAndWhatIsUnderWayStays() {
        receive.begin(room.call, Hashing.of(WHOLE), WHOLE.size());
        append(0, 2);
        append(2, 5);
        List<String> entered = kept();
        Part overtaken = parts.keep(tenant, ID, 0, OTHER);
        Part within = parts.keep(tenant, ID, 1, OTHER);
        Part underWay = parts.keep(tenant, ID, 5, WHOLE.slice(5, 7));
        assertThat(List.of(overtaken, within, underWay)).hasSize(3);
        assertThat(kept()).hasSize(5);
        receive.sweep(tenant);
        assertThat(kept()).hasSize(3).containsAll(entered);
        assertThat(ledger.advance(tenant, ID, underWay, room.clock.instant())).isTrue();
        receive.sweep(tenant);
        assertThat(kept()).hasSize(3);
        assertThat(append(7, 10).stored()).isPresent();
        assertThat(kept()).isEmpty();
    }
}
