package dev.exhibit.evidence.blob;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkedBlobsTest extends BlobStoreContract {
    private final MemoryObjects objects = new MemoryObjects();
    private final List<ObjectName> alarms = new ArrayList<>();
    private final BlobStore store = new ChunkedBlobs(objects, new Quarantine(objects, alarms::add));

    @Override
    protected BlobStore store() {
        return store;
    }

    @Override
    protected void damage(ObjectName name, Bytes wrong) {
        objects.damage(name, wrong);
    }

    @Test
    void aBlobOfOneChunkIsItsOwnManifest() {
        store.put(ACME, Bytes.owned(new byte[Manifest.CHUNK]));
        assertThat(objects.size()).isEqualTo(1);
        store.put(ACME, Bytes.owned(new byte[Manifest.CHUNK + 1]));
        assertThat(objects.size()).isEqualTo(3);
    }

    @Test
    void detectsEveryFlippedBitAndKeepsTheWrongBytes() {
        Bytes wrong = Bytes.empty();
        for (int bit = 0; bit < WORDS.size() * 8; bit++) {
            BlobRef ref = store.put(ACME, WORDS).ref();
            byte[] flipped = WORDS.toArray();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            wrong = Bytes.owned(flipped);
            damage(sha256(NAME), wrong);
            Blob blob = store.find(ACME, ref).orElseThrow();
            assertThatThrownBy(blob::open).satisfies(refusedWith(ProblemCode.INTEGRITY));
        }
        assertThat(alarms).hasSize(WORDS.size() * 8).containsOnly(sha256(NAME));
        assertThat(objects.bytes(Quarantine.place(sha256(NAME), Hashing.of(wrong))))
                .isEqualTo(wrong);
        List<String> kept = new ArrayList<>();
        objects.names(ACME, Area.QUARANTINE, "", name -> kept.add(name.path()));
        assertThat(kept).hasSize(WORDS.size() * 8);
    }

    /** What lies behind a network may be right, and the way wrong: it is refused, and is there when the way is right again. */
    @Test
    void movesNothingAwayThatItCannotSeeItself() throws IOException {
        objects.beFarAway();
        BlobRef ref = store.put(ACME, WORDS).ref();
        byte[] flipped = WORDS.toArray();
        flipped[0] ^= 1;
        damage(sha256(NAME), Bytes.owned(flipped));
        Blob blob = store.find(ACME, ref).orElseThrow();
        assertThatThrownBy(blob::open).satisfies(refusedWith(ProblemCode.INTEGRITY));
        assertThat(alarms).containsExactly(sha256(NAME));
        damage(sha256(NAME), WORDS);
        try (InputStream right = blob.open()) {
            assertThat(Bytes.owned(right.readAllBytes())).isEqualTo(WORDS);
        }
    }

    @Test
    void aManifestIsReadStrictly() {
        Digest one = Hashing.of(Bytes.utf8("one"));
        Manifest manifest = new Manifest(NAME, Manifest.CHUNK + 1, List.of(one, one));
        assertThat(Manifest.decode(manifest.encode())).isEqualTo(manifest);
        String text = manifest.encode().asLenientText();
        for (String wrong : List.of(
                text.replace("1048576", "1048575"),
                text.replace("\"size\":1048577", "\"size\":1048576"),
                text.replace("\"size\":1048577", "\"size\":3145729"),
                text.replace("\"size\"", "\"more\":1,\"size\""),
                text + " ",
                text.replace(":[", ": ["))) {
            assertThatThrownBy(() -> Manifest.decode(Bytes.utf8(wrong)))
                    .as(wrong)
                    .isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> new Manifest(NAME, 5, List.of(one))).isInstanceOf(MalformedException.class);
    }

    @Test
    void onlyNamesOfItsOwnFormAreBlobs() {
        assertThat(ChunkedBlobs.digest(sha256(NAME))).contains(NAME);
        assertThat(ChunkedBlobs.digest(new ObjectName(ACME, Area.SHA256, "00/" + NAME.hex())))
                .as("in another folder than its own")
                .isEmpty();
        assertThat(ChunkedBlobs.digest(new ObjectName(ACME, Area.SHA256, "ab/readme")))
                .isEmpty();
    }
}
