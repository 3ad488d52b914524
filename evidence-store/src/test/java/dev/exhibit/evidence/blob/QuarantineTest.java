package dev.exhibit.evidence.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName.Area;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuarantineTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Bytes RIGHT = Bytes.utf8("right");
    private static final Bytes WRONG = Bytes.utf8("wrong");
    private static final Digest DIGEST = Hashing.of(RIGHT);
    private static final ObjectName NAME = ObjectName.of(ACME, Area.SHA256, DIGEST);
    private static final BlobRef KNOWN = BlobRef.of(DIGEST, RIGHT.size());

    private final MemoryObjects objects = new MemoryObjects();
    private final FaultyObjects hooked = new FaultyObjects(objects);

    /** Another taker is faster, and somebody who has the right bytes puts them, after ours has kept the wrong ones. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rightBytesThatWerePutMeanwhileStay(boolean versions) {
        if (versions) {
            objects.keepVersions();
        }
        objects.create(NAME, RIGHT);
        objects.damage(NAME, WRONG);
        hooked.afterCreation(kept -> {
            objects.remove(NAME, "");
            objects.create(NAME, RIGHT);
        });
        new Quarantine(hooked, found -> {}).clear(NAME, KNOWN);
        assertThat(objects.bytes(NAME)).isEqualTo(RIGHT);
        assertThat(objects.bytes(Quarantine.place(NAME, Hashing.of(WRONG)))).isEqualTo(WRONG);
    }

    /** The same, before ours has kept anything. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoComesLateMovesNothing(boolean versions) {
        if (versions) {
            objects.keepVersions();
        }
        objects.create(NAME, RIGHT);
        objects.damage(NAME, WRONG);
        Quarantine late = new Quarantine(objects, found -> {}, moved -> {
            objects.remove(NAME, "");
            objects.create(NAME, RIGHT);
        });
        assertThat(late.clear(NAME, KNOWN)).isFalse();
        assertThat(objects.bytes(NAME)).isEqualTo(RIGHT);
        assertThat(objects.size()).isEqualTo(1);
    }
}
