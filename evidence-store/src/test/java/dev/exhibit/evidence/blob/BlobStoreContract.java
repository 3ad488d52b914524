package dev.exhibit.evidence.blob;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.BlobStore.Stored;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link BlobStore} holds to. */
public abstract class BlobStoreContract {
    protected static final TenantId ACME = new TenantId("acme");
    protected static final TenantId OTHER = new TenantId("other");
    protected static final Bytes WORDS = Bytes.utf8("some evidence");
    protected static final Digest NAME = Hashing.of(WORDS);
    private static final long MANY = 1L << 40;

    /** The store under test, empty at the start of each test. */
    protected abstract BlobStore store();

    /** Puts other bytes under a name, behind the store's back. */
    protected abstract void damage(TenantId tenant, Digest digest, Bytes wrong);

    /** Fails if anything but finished blobs lies in the store's place. */
    protected abstract void assertNothingHalfWritten();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 131_071, 131_072, 131_073, 3_000_000})
    void givesBackWhatWasPut(int size) throws IOException {
        byte[] random = new byte[size];
        new Random(size).nextBytes(random);
        Bytes bytes = Bytes.of(random);

        Stored stored = store().put(ACME, bytes);

        assertThat(stored).isEqualTo(new Stored(Hashing.of(bytes), size, true));
        Blob blob = store().find(ACME, stored.digest()).orElseThrow();
        assertThat(blob.size()).isEqualTo(size);
        assertThat(blob.read(size)).isEqualTo(bytes);
        try (InputStream in = blob.open()) {
            assertThat(in.readAllBytes()).isEqualTo(random);
        }
        assertNothingHalfWritten();
    }

    @Test
    void saysWhetherItCreated() {
        assertThat(store().put(ACME, WORDS).created()).isTrue();
        assertThat(store().put(ACME, WORDS)).isEqualTo(new Stored(NAME, WORDS.size(), false));
        assertNothingHalfWritten();
    }

    @Test
    void keepsTenantsApart() {
        store().put(ACME, WORDS);
        assertThat(store().find(OTHER, NAME)).isEmpty();
        assertThat(store().names(OTHER, NAME.bytes().at(0))).isEmpty();
        assertThat(store().put(OTHER, WORDS).created()).isTrue();
        assertThat(store().tenants()).containsExactly(ACME, OTHER);
    }

    @Test
    void refusesBytesOfAnotherDigestAndKeepsNothing() {
        Bytes wrong = Bytes.utf8("other bytes");
        assertThatThrownBy(() -> store().put(ACME, NAME, wrong.open(), MANY))
                .satisfies(refusedWith(ProblemCode.DIGEST_MISMATCH));
        assertThat(store().find(ACME, NAME)).isEmpty();
        assertThat(store().find(ACME, Hashing.of(wrong))).isEmpty();
        assertNothingHalfWritten();
    }

    @Test
    void takesTheLimitAndRefusesOneMore() {
        assertThatThrownBy(() -> store().put(ACME, NAME, WORDS.open(), WORDS.size() - 1))
                .satisfies(refusedWith(ProblemCode.TOO_LARGE));
        assertThat(store().find(ACME, NAME)).isEmpty();
        assertNothingHalfWritten();
        assertThat(store().put(ACME, NAME, WORDS.open(), WORDS.size()).created())
                .isTrue();
    }

    @Test
    void keepsNothingOfHalfAnUpload() {
        InputStream half =
                new SequenceInputStream(WORDS.slice(0, 5).open(), failing(new IOException("connection reset")));
        assertThatThrownBy(() -> store().put(ACME, NAME, half, MANY)).satisfies(refusedWith(ProblemCode.MALFORMED));
        assertThat(store().find(ACME, NAME)).isEmpty();
        assertNothingHalfWritten();
        assertThat(store().put(ACME, WORDS).created()).isTrue();
    }

    @Test
    void keepsNothingWhenTheSenderIsRefusedMidway() {
        ProblemException tooSlow = new ProblemException(ProblemCode.REQUEST_TIMEOUT, "too slow");
        assertThatThrownBy(() -> store().put(ACME, NAME, failing(tooSlow), MANY))
                .isSameAs(tooSlow);
        assertNothingHalfWritten();
    }

    @Test
    void neverServesOtherBytes() {
        store().put(ACME, WORDS);
        for (String wrong : List.of("Some evidence", "some evidenc", "some evidence!", "")) {
            damage(ACME, NAME, Bytes.utf8(wrong));
            Blob blob = store().find(ACME, NAME).orElseThrow();
            assertThatThrownBy(blob::open).satisfies(refusedWith(ProblemCode.INTEGRITY));
            assertThatThrownBy(() -> blob.read(MANY)).satisfies(refusedWith(ProblemCode.INTEGRITY));
        }
    }

    @Test
    void neverHandsOutTheEndOfALargeBlobThatWasChanged() throws IOException {
        byte[] large = new byte[(int) Blob.CHECKED_BEFORE + 1];
        Digest digest = store().put(ACME, Bytes.of(large)).digest();
        large[100] = 1;
        damage(ACME, digest, Bytes.owned(large));

        try (InputStream in = store().find(ACME, digest).orElseThrow().open()) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
            assertThatThrownBy(in::readAllBytes).satisfies(refusedWith(ProblemCode.INTEGRITY));
            assertThatThrownBy(in::read).satisfies(refusedWith(ProblemCode.INTEGRITY));
        }
    }

    @Test
    void reportsWrongBytesUnderTheNameInsteadOfCallingThemStored() {
        store().put(ACME, WORDS);
        for (String wrong : List.of("Some evidence", "some evidenc")) {
            damage(ACME, NAME, Bytes.utf8(wrong));
            assertThatThrownBy(() -> store().put(ACME, WORDS)).satisfies(refusedWith(ProblemCode.INTEGRITY));
        }
        assertNothingHalfWritten();
    }

    @Test
    void boundsReadingIntoMemory() {
        store().put(ACME, WORDS);
        Blob blob = store().find(ACME, NAME).orElseThrow();
        assertThat(blob.read(WORDS.size())).isEqualTo(WORDS);
        assertThatThrownBy(() -> blob.read(WORDS.size() - 1)).satisfies(refusedWith(ProblemCode.TOO_LARGE));
    }

    @Test
    void letsOneOfManyRacersCreateAndAllSucceed() throws Exception {
        int racers = 64;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Stored>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Stored> race = () -> {
                start.await();
                return store().put(ACME, WORDS);
            };
            for (int i = 0; i < racers; i++) {
                all.add(threads.submit(race));
            }
            start.countDown();
        }
        int created = 0;
        for (Future<Stored> one : all) {
            created += one.get().created() ? 1 : 0;
        }
        assertThat(created).isEqualTo(1);
        assertThat(store().find(ACME, NAME).orElseThrow().read(MANY)).isEqualTo(WORDS);
        assertNothingHalfWritten();
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

    private static InputStream failing(Exception failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (failure instanceof RuntimeException refusal) {
                    throw refusal;
                }
                throw new IOException(failure);
            }
        };
    }
}
