package dev.exhibit.evidence.blob;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore.Created;
import dev.exhibit.evidence.blob.ObjectStore.Found;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
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

/** What every implementation of {@link ObjectStore} holds to. */
public abstract class ObjectStoreContract {
    protected static final TenantId ACME = new TenantId("acme");
    protected static final TenantId OTHER = new TenantId("other");
    protected static final Bytes WORDS = Bytes.utf8("some evidence");
    protected static final Digest DIGEST = Hashing.of(WORDS);
    protected static final ObjectName NAME = ObjectName.of(ACME, Area.SHA256, DIGEST);
    private static final long MANY = 1L << 40;

    /** The store under test, empty at the start of each test. */
    protected abstract ObjectStore store();

    /** Puts other bytes under a name, behind the store's back. */
    protected abstract void damage(ObjectName name, Bytes wrong);

    /** Fails if anything but finished objects lies in the store's place. */
    protected abstract void assertNothingHalfWritten();

    @Test
    void whatWasWrittenIsNoStray() {
        store().create(NAME, WORDS);
        ObjectName checkpoint = new ObjectName(OTHER, Area.LOG, "journal/checkpoint");
        store().replace(checkpoint, WORDS);
        store().replace(checkpoint, Bytes.utf8("another"));
        store().strays(stray -> fail("accuses " + stray));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 131_071, 131_073, 3_000_000, 20_000_000})
    void givesBackWhatWasCreated(int size) {
        byte[] random = new byte[size];
        new Random(size).nextBytes(random);
        Bytes bytes = Bytes.of(random);
        ObjectName name = ObjectName.of(ACME, Area.SHA256, Hashing.of(bytes));
        Created created = store().create(name, bytes);
        assertThat(created.created()).isTrue();
        assertThat(created.found().size()).isEqualTo(size);
        assertThat(store().find(name)).contains(created.found());
        assertThat(read(name, created.found().version(), 0, Math.max(1, size))).isEqualTo(bytes);
        assertNothingHalfWritten();
    }

    @Test
    void givesAnyPart() {
        String version = store().create(NAME, WORDS).found().version();
        for (int from = 0; from < WORDS.size(); from++) {
            for (int length = 1; length <= WORDS.size() - from; length++) {
                assertThat(read(NAME, version, from, length)).isEqualTo(WORDS.slice(from, from + length));
            }
        }
        assertThat(read(NAME, version, 5, MANY)).isEqualTo(WORDS.slice(5, WORDS.size()));
        assertThat(read(NAME, "", 5, 3)).isEqualTo(WORDS.slice(5, 8));
    }

    @Test
    void saysWhetherItCreated() {
        Created first = store().create(NAME, WORDS);
        assertThat(store().create(NAME, WORDS)).isEqualTo(new Created(first.found(), false));
        assertNothingHalfWritten();
    }

    @Test
    void keepsTenantsAndAreasApart() {
        store().create(NAME, WORDS);
        assertThat(store().find(ObjectName.of(OTHER, Area.SHA256, DIGEST))).isEmpty();
        assertThat(store().find(ObjectName.of(ACME, Area.MANIFEST, DIGEST))).isEmpty();
        assertThat(names(OTHER, Area.SHA256, "")).isEmpty();
        assertThat(store().create(ObjectName.of(OTHER, Area.SHA256, DIGEST), WORDS)
                        .created())
                .isTrue();
        assertThat(store().create(ObjectName.of(ACME, Area.MANIFEST, DIGEST), WORDS)
                        .created())
                .isTrue();
        assertThat(store().tenants()).containsExactly(ACME, OTHER);
    }

    @Test
    void refusesBytesOfAnotherDigestAndKeepsNothing() {
        Bytes wrong = Bytes.utf8("other bytes");
        assertThatThrownBy(() -> store().create(NAME, DIGEST, wrong.open(), MANY))
                .satisfies(refusedWith(ProblemCode.DIGEST_MISMATCH));
        assertThat(store().find(NAME)).isEmpty();
        assertNothingHalfWritten();
    }

    @Test
    void refusesLargeBytesOfAnotherDigestAndKeepsNothing() {
        Bytes wrong = Bytes.owned(new byte[20_000_000]);
        assertThatThrownBy(() -> store().create(NAME, DIGEST, wrong.open(), MANY))
                .satisfies(refusedWith(ProblemCode.DIGEST_MISMATCH));
        assertThat(store().find(NAME)).isEmpty();
        assertNothingHalfWritten();
    }

    @Test
    void takesTheLimitAndRefusesOneMore() {
        assertThatThrownBy(() -> store().create(NAME, DIGEST, WORDS.open(), WORDS.size() - 1))
                .satisfies(refusedWith(ProblemCode.TOO_LARGE));
        assertThat(store().find(NAME)).isEmpty();
        assertNothingHalfWritten();
        assertThat(store().create(NAME, DIGEST, WORDS.open(), WORDS.size()).created())
                .isTrue();
    }

    @Test
    void keepsNothingOfHalfAnUpload() {
        InputStream half =
                new SequenceInputStream(WORDS.slice(0, 5).open(), failing(new IOException("connection reset")));
        assertThatThrownBy(() -> store().create(NAME, DIGEST, half, MANY))
                .satisfies(refusedWith(ProblemCode.MALFORMED));
        assertThat(store().find(NAME)).isEmpty();
        assertNothingHalfWritten();
        assertThat(store().create(NAME, WORDS).created()).isTrue();
    }

    @Test
    void keepsNothingWhenTheSenderIsRefusedMidway() {
        ProblemException tooSlow = new ProblemException(ProblemCode.REQUEST_TIMEOUT, "too slow");
        assertThatThrownBy(() -> store().create(NAME, DIGEST, failing(tooSlow), MANY))
                .isSameAs(tooSlow);
        assertNothingHalfWritten();
    }

    @Test
    void reportsWrongBytesUnderTheNameInsteadOfCallingThemStored() {
        store().create(NAME, WORDS);
        for (String wrong : List.of("Some evidence", "some evidenc")) {
            damage(NAME, Bytes.utf8(wrong));
            assertThatThrownBy(() -> store().create(NAME, WORDS)).satisfies(refusedWith(ProblemCode.INTEGRITY));
        }
        assertNothingHalfWritten();
    }

    @Test
    void cannotOpenWhatIsNotThere() {
        assertThatThrownBy(() -> read(NAME, "", 0, 1)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void letsOneOfManyRacersCreateAndAllSucceed() throws Exception {
        int racers = 64;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Created>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Created> race = () -> {
                start.await();
                return store().create(NAME, WORDS);
            };
            for (int i = 0; i < racers; i++) {
                all.add(threads.submit(race));
            }
            start.countDown();
        }
        int created = 0;
        Set<Found> found = new HashSet<>();
        for (Future<Created> one : all) {
            created += one.get().created() ? 1 : 0;
            found.add(one.get().found());
        }
        assertThat(created).isEqualTo(1);
        assertThat(found).as("all are told the same").hasSize(1);
        assertThat(read(NAME, found.iterator().next().version(), 0, MANY)).isEqualTo(WORDS);
        assertNothingHalfWritten();
    }

    @Test
    void tellsNamesInTheOrderOfTheirPaths() {
        List<String> wanted = List.of("a-b", "a.b", "a/b-c", "a/b/c", "ab", "b/x001/067", "b/x001/067.p/5");
        for (String path : wanted.reversed()) {
            store().create(new ObjectName(ACME, Area.LOG, path), WORDS);
        }
        assertThat(names(ACME, Area.LOG, "")).containsExactlyElementsOf(wanted);
        assertThat(names(ACME, Area.LOG, "a/")).containsExactly("a/b-c", "a/b/c");
        assertThat(names(ACME, Area.LOG, "b/x0")).containsExactly("b/x001/067", "b/x001/067.p/5");
        assertThat(names(ACME, Area.LOG, "c")).isEmpty();
    }

    @Test
    void replacesWholeAndRemoves() {
        ObjectName checkpoint = new ObjectName(ACME, Area.LOG, "journal/checkpoint");
        store().replace(checkpoint, Bytes.utf8("one"));
        store().replace(checkpoint, Bytes.utf8("another"));
        assertThat(read(checkpoint, "", 0, MANY)).isEqualTo(Bytes.utf8("another"));
        assertThat(names(ACME, Area.LOG, "")).containsExactly("journal/checkpoint");
        String version = store().create(NAME, WORDS).found().version();
        store().remove(NAME, version);
        store().remove(NAME, version);
        assertThat(store().find(NAME)).isEmpty();
        assertThat(names(ACME, Area.SHA256, "")).isEmpty();
        assertThat(store().create(NAME, WORDS).created()).isTrue();
        assertNothingHalfWritten();
    }

    @Test
    void setsWrongBytesAsideAndNoOthers() {
        store().create(NAME, WORDS);
        assertThat(store().setAside(NAME, DIGEST)).isFalse();
        assertThat(read(NAME, "", 0, MANY)).isEqualTo(WORDS);
        assertThat(names(ACME, Area.QUARANTINE, "")).isEmpty();
        Bytes wrong = Bytes.utf8("Some evidence");
        damage(NAME, wrong);
        assertThat(store().setAside(NAME, DIGEST)).isTrue();
        assertThat(store().setAside(NAME, DIGEST)).as("once").isFalse();
        ObjectName place = Quarantine.place(NAME, Hashing.of(wrong));
        assertThat(names(ACME, Area.QUARANTINE, "")).containsExactly(place.path());
        assertThat(read(place, "", 0, MANY)).isEqualTo(wrong);
        // Where somebody wrote over right bytes in a bucket with versions, those are there again.
        Created unused = store().create(NAME, WORDS);
        assertThat(read(NAME, "", 0, MANY)).isEqualTo(WORDS);
        assertNothingHalfWritten();
    }

    protected final Bytes read(ObjectName name, String version, long from, long length) {
        try (InputStream in = store().open(name, version, from, length)) {
            return Bytes.owned(in.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    protected final List<String> names(TenantId tenant, Area area, String under) {
        List<String> paths = new ArrayList<>();
        store().names(tenant, area, under, name -> paths.add(name.path()));
        return paths;
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
