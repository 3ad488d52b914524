package dev.exhibit.evidence.blob;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link BlobStore} holds to, beside what the objects below it do. */
public abstract class BlobStoreContract {
    protected static final TenantId ACME = new TenantId("acme");
    protected static final TenantId OTHER = new TenantId("other");
    protected static final Bytes WORDS = Bytes.utf8("some evidence");
    protected static final Digest NAME = Hashing.of(WORDS);
    private static final BlobRef REF = BlobRef.of(NAME, WORDS.size());
    private static final int CHUNK = Manifest.CHUNK;
    private static final long MANY = 1L << 40;

    /** The store under test, empty at the start of each test. */
    protected abstract BlobStore store();

    /** Puts other bytes under a name, behind the store's back. */
    protected abstract void damage(ObjectName name, Bytes wrong);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 131_073, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7})
    void givesBackWhatWasPut(int size) throws IOException {
        Bytes bytes = random(size);
        Stored stored = store().put(ACME, bytes);
        assertThat(stored.created()).isTrue();
        assertThat(stored.digest()).isEqualTo(Hashing.of(bytes));
        assertThat(stored.size()).isEqualTo(size);
        Blob blob = store().find(ACME, stored.ref()).orElseThrow();
        assertThat(blob.size()).isEqualTo(size);
        assertThat(blob.read(size)).isEqualTo(bytes);
        try (InputStream in = blob.open()) {
            assertThat(in.readAllBytes()).isEqualTo(bytes.toArray());
        }
    }

    @Test
    void givesAnyPart() throws IOException {
        Bytes bytes = random(3 * CHUNK + 7);
        Blob blob = store().find(ACME, store().put(ACME, bytes).ref()).orElseThrow();
        int[] edges = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK, 3 * CHUNK + 6};
        for (int from : edges) {
            for (int length : new int[] {1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 4 * CHUNK}) {
                int to = Math.min(bytes.size(), from + length);
                try (InputStream in = blob.open(from, length)) {
                    assertThat(in.readAllBytes())
                            .isEqualTo(bytes.slice(from, to).toArray());
                }
            }
        }
        assertThatThrownBy(() -> blob.open(bytes.size(), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhetherItCreated() {
        Stored first = store().put(ACME, WORDS);
        assertThat(first.ref()).isEqualTo(REF);
        assertThat(first.created()).isTrue();
        Stored again = store().put(ACME, WORDS);
        assertThat(again.created()).isFalse();
        assertThat(again.ref()).isEqualTo(first.ref());
    }

    @Test
    void keepsTenantsApart() {
        store().put(ACME, WORDS);
        assertThat(store().find(OTHER, REF)).isEmpty();
        assertThat(store().names(OTHER, NAME.bytes().at(0))).isEmpty();
        assertThat(store().put(OTHER, WORDS).created()).isTrue();
        assertThat(store().tenants()).containsExactly(ACME, OTHER);
    }

    @Test
    void refusesBytesOfAnotherDigestAndTooMany() {
        Bytes wrong = Bytes.utf8("other bytes");
        assertThatThrownBy(() -> store().put(ACME, NAME, wrong.open(), MANY))
                .satisfies(refusedWith(ProblemCode.DIGEST_MISMATCH));
        assertThatThrownBy(() -> store().put(ACME, NAME, WORDS.open(), WORDS.size() - 1))
                .satisfies(refusedWith(ProblemCode.TOO_LARGE));
        assertThat(store().find(ACME, REF)).isEmpty();
        assertThat(store().put(ACME, NAME, WORDS.open(), WORDS.size()).created())
                .isTrue();
    }

    @Test
    void neverServesOtherBytesAndTakesTheRightOnesAgain() {
        for (String wrong : List.of("Some evidence", "some evidenc", "some evidence!", "")) {
            store().put(ACME, WORDS);
            damage(sha256(NAME), Bytes.utf8(wrong));
            Blob blob = store().find(ACME, REF).orElseThrow();
            assertThatThrownBy(blob::open).satisfies(refusedWith(ProblemCode.INTEGRITY));
            assertThat(store().find(ACME, REF)).as("moved out of the way").isEmpty();
            assertThat(store().put(ACME, WORDS).created()).isTrue();
            assertThat(store().find(ACME, REF).orElseThrow().read(MANY)).isEqualTo(WORDS);
        }
    }

    @Test
    void noByteOfAWrongChunkLeaves() throws IOException {
        Bytes bytes = random(3 * CHUNK + 7);
        Stored stored = store().put(ACME, bytes);
        for (int at : new int[] {CHUNK, CHUNK + 5, 2 * CHUNK - 1}) {
            byte[] changed = bytes.toArray();
            changed[at] ^= 1;
            damage(sha256(stored.digest()), Bytes.owned(changed));
            Blob blob = store().find(ACME, stored.ref()).orElseThrow();
            try (InputStream in = blob.open(2L * CHUNK, CHUNK)) {
                assertThat(in.readAllBytes())
                        .as("other chunks are right")
                        .isEqualTo(bytes.slice(2 * CHUNK, 3 * CHUNK).toArray());
            }
            try (InputStream in = blob.open()) {
                assertThat(in.readNBytes(CHUNK)).isEqualTo(bytes.slice(0, CHUNK).toArray());
                assertThatThrownBy(in::read).satisfies(refusedWith(ProblemCode.INTEGRITY));
            }
            assertThat(store().put(ACME, bytes).created()).as("restored").isTrue();
        }
    }

    @Test
    void aChangedManifestIsNotBelieved() {
        Bytes bytes = random(CHUNK + 1);
        Stored stored = store().put(ACME, bytes);
        ObjectName name = ObjectName.of(ACME, ObjectName.Area.MANIFEST, stored.digest());
        String text = new Manifest(
                        stored.digest(),
                        CHUNK + 1,
                        List.of(Hashing.of(bytes.slice(0, CHUNK)), Hashing.of(bytes.slice(CHUNK, CHUNK + 1))))
                .encode()
                .asLenientText();
        assertThat(stored.manifest()).isEqualTo(Hashing.of(Bytes.utf8(text)));
        for (String wrong : List.of("", "{}", text.replace("1048577", "1048578"), text.replace(":[\"", ":[ \""))) {
            damage(name, Bytes.utf8(wrong));
            Blob blob = store().find(ACME, stored.ref()).orElseThrow();
            assertThatThrownBy(blob::open).satisfies(refusedWith(ProblemCode.INTEGRITY));
            store().put(ACME, bytes);
            assertThat(store().find(ACME, stored.ref()).orElseThrow().read(MANY))
                    .isEqualTo(bytes);
        }
    }

    /** Before there were manifests. */
    @Test
    void aLargeBlobWithoutAManifestIsHashedToItsEnd() throws IOException {
        Bytes bytes = random(2 * CHUNK);
        Stored stored = store().put(ACME, bytes);
        BlobRef old = new BlobRef(stored.digest(), stored.size(), Optional.empty(), "");
        assertThat(store().find(ACME, old).orElseThrow().read(MANY)).isEqualTo(bytes);
        try (InputStream in = store().find(ACME, old).orElseThrow().open(CHUNK, 5)) {
            assertThat(in.readAllBytes())
                    .isEqualTo(bytes.slice(CHUNK, CHUNK + 5).toArray());
        }
        byte[] changed = bytes.toArray();
        changed[3] ^= 1;
        damage(sha256(stored.digest()), Bytes.owned(changed));
        Blob blob = store().find(ACME, old).orElseThrow();
        assertThatThrownBy(() -> blob.read(MANY)).satisfies(refusedWith(ProblemCode.INTEGRITY));
    }

    @Test
    void boundsReadingIntoMemory() {
        Blob blob = store().find(ACME, store().put(ACME, WORDS).ref()).orElseThrow();
        assertThat(blob.read(WORDS.size())).isEqualTo(WORDS);
        assertThatThrownBy(() -> blob.read(WORDS.size() - 1)).satisfies(refusedWith(ProblemCode.TOO_LARGE));
    }

    @Test
    void listsNamesByTheirFirstByte() {
        assertThat(store().tenants()).isEmpty();
        store().put(ACME, WORDS);
        for (int firstByte = 0; firstByte < 256; firstByte++) {
            boolean here = NAME.bytes().at(0) == firstByte;
            assertThat(store().names(ACME, firstByte)).isEqualTo(here ? Set.of(NAME) : Set.of());
        }
    }

    protected static ObjectName sha256(Digest digest) {
        return ObjectName.of(ACME, ObjectName.Area.SHA256, digest);
    }

    private static Bytes random(int size) {
        byte[] random = new byte[size];
        new Random(size).nextBytes(random);
        return Bytes.owned(random);
    }
}
