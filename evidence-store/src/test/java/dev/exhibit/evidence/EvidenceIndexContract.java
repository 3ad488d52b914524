package dev.exhibit.evidence;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static dev.exhibit.evidence.Samples.NOON;
import static dev.exhibit.evidence.Samples.batch;
import static dev.exhibit.evidence.Samples.call;
import static dev.exhibit.evidence.Samples.digest;
import static dev.exhibit.evidence.Samples.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.ClaimLink;
import dev.exhibit.crypto.journal.EvidenceClaim;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import dev.exhibit.evidence.EvidenceIndex.About;
import dev.exhibit.evidence.EvidenceIndex.Batch;
import dev.exhibit.evidence.EvidenceIndex.BlobEntry;
import dev.exhibit.evidence.EvidenceIndex.Edge;
import dev.exhibit.evidence.EvidenceIndex.Place;
import dev.exhibit.evidence.blob.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link EvidenceIndex} holds to. Each test works in a tenant of its own. */
public abstract class EvidenceIndexContract {
    private static final Digest ZERO = new Digest(Bytes.of(new byte[Digest.SIZE]));
    private static final Digest BLOB = digest("blob");
    private static final Digest JAR = digest("jar");
    private static final Digest WAR = digest("war");
    private static final Link FROM_JAR = new Link(Link.DERIVED_FROM, JAR);

    /** The index under test. */
    protected abstract EvidenceIndex index();

    /** What a tenant's audit holds, oldest first: action, a space, the target. */
    protected abstract List<String> audited(TenantId tenant);

    /** What a tenant's journal was told, in any order. */
    protected abstract List<JournalEvent> journaled(TenantId tenant);

    private static JournalEvent.Act told(Call call, JournalFact fact) {
        return new JournalEvent.Act(
                call.tenant().value(), NOON, call.caller().identity().value(), "correlation-1", fact);
    }

    private static EvidenceClaim claim(Set<Digest> subjects, Set<ClaimLink> links) {
        return new EvidenceClaim(
                BLOB, "other", "application/json", Optional.empty(), new TreeSet<>(subjects), new TreeSet<>(links));
    }

    @Test
    void tellsTheJournalAllThatTheIndexKnows() {
        Call call = call("journal");
        ClaimLink fromJar = new ClaimLink(FROM_JAR.relation(), JAR);
        index().write(call, NOON, batch(registration(BLOB, Set.of(JAR), Set.of())));
        index().write(call, NOON, batch(registration(BLOB, Set.of(JAR), Set.of())));
        index().write(call, NOON, batch(registration(BLOB, Set.of(WAR), Set.of(FROM_JAR))));
        assertThat(journaled(call.tenant()))
                .containsExactlyInAnyOrder(
                        told(
                                call,
                                new JournalFact.BlobStored(
                                        BLOB,
                                        7,
                                        Optional.of(Manifest.single(BLOB, 7).id()))),
                        told(call, new JournalFact.EvidenceRegistered(claim(Set.of(JAR), Set.of()))),
                        // All of it for the artifact that is new, the new link for the one that was there.
                        told(call, new JournalFact.EvidenceLinked(claim(Set.of(WAR), Set.of(fromJar)))),
                        told(call, new JournalFact.EvidenceLinked(claim(Set.of(JAR), Set.of(fromJar)))));
    }

    @Test
    void tellsTheJournalInPartsWhatIsTooLargeForOneEntry() {
        Call call = call("journal-parts");
        Set<Link> links =
                many(300).stream().map(target -> new Link("to", target)).collect(Collectors.toSet());
        index().write(call, NOON, batch(registration(BLOB, many(1000), links)));
        Set<Digest> subjects = new TreeSet<>();
        int parts = 0;
        for (JournalEvent event : journaled(call.tenant())) {
            assertThat(event.encode().bytes().size()).isLessThan(JournalEvent.MAX_SIZE);
            subjects.addAll(event.subjects());
            parts++;
        }
        assertThat(subjects).isEqualTo(new TreeSet<>(many(1000)));
        assertThat(parts).isEqualTo(1 + 4 * 3);
    }

    @Test
    void knowsABlobOnceItIsWritten() {
        Call call = call("blobs");
        assertThat(index().blob(call.tenant(), BLOB)).isEmpty();
        assertThat(index().write(call, NOON, blobs(new BlobEntry(BLOB, 1L << 40))))
                .isEmpty();
        assertThat(index().blob(call.tenant(), BLOB)).contains(new BlobEntry(BLOB, 1L << 40));
        assertThat(index().find(call.tenant(), BLOB)).isEmpty();
        assertThat(audited(call.tenant())).containsExactly("blob.stored " + BLOB);
    }

    @Test
    void tellsWhichOfManyBlobsATenantHas() {
        Call call = call("present");
        index().write(call, NOON, blobs(new BlobEntry(BLOB, 1), new BlobEntry(JAR, 2)));
        assertThat(index().present(call.tenant(), List.of(JAR, WAR, BLOB))).containsExactlyInAnyOrder(BLOB, JAR);
        assertThat(index().present(call.tenant(), List.of())).isEmpty();
        assertThat(index().present(call("present-elsewhere").tenant(), List.of(JAR, BLOB)))
                .isEmpty();
    }

    @Test
    void listsBlobsInOrderPageByPage() {
        Call call = call("pages");
        List<Digest> all = IntStream.range(0, 25)
                .mapToObj(i -> digest("blob " + i))
                .sorted()
                .toList();
        index().write(
                        call,
                        NOON,
                        blobs(all.stream().map(one -> new BlobEntry(one, 1)).toArray(BlobEntry[]::new)));
        assertThat(index().blobsAfter(call.tenant(), ZERO, 100)).isEqualTo(all);
        assertThat(index().blobsAfter(call.tenant(), ZERO, 10)).isEqualTo(all.subList(0, 10));
        assertThat(index().blobsAfter(call.tenant(), all.get(9), 10)).isEqualTo(all.subList(10, 20));
        assertThat(index().blobsAfter(call.tenant(), all.get(24), 10)).isEmpty();
    }

    @Test
    void addsUpTheBytesOfOneTenant() {
        Call call = call("bytes");
        assertThat(index().storedBytes(call.tenant())).isZero();
        index().write(call, NOON, blobs(new BlobEntry(JAR, 1L << 40), new BlobEntry(WAR, 5)));
        index().write(call, NOON, blobs(new BlobEntry(WAR, 5)));
        index().write(call("bytes-of-others"), NOON, blobs(new BlobEntry(BLOB, 7)));
        assertThat(index().storedBytes(call.tenant())).isEqualTo((1L << 40) + 5);
    }

    @Test
    void givesBackWhatWasRegistered() {
        Call call = call("records");
        Registration facts = new Registration(
                BLOB,
                EvidenceKind.ATTESTATION,
                new MediaType("application/vnd.x+json;version=0.1"),
                Optional.of("https://example/predicate"),
                new TreeSet<>(Set.of(JAR, WAR)),
                new TreeSet<>(Set.of(FROM_JAR, new Link("attested-by", WAR))));
        EvidenceRecord expected = new EvidenceRecord(facts, NOON, call.caller().identity());

        assertThat(index().write(call, NOON.plusNanos(789), batch(facts))).containsExactly(expected);
        assertThat(index().find(call.tenant(), BLOB)).contains(expected);
        assertThat(index().about(call.tenant(), JAR, 10)).containsExactly(expected);
        assertThat(index().about(call.tenant(), WAR, 10)).containsExactly(expected);
        assertThat(index().about(call.tenant(), BLOB, 10)).isEmpty();
        assertThat(audited(call.tenant())).containsExactly("blob.stored " + BLOB, "evidence.registered " + BLOB);
    }

    @Test
    void changesNothingWhenTheSameComesAgain() {
        Call call = call("again");
        Registration facts = registration(BLOB, Set.of(JAR), Set.of(FROM_JAR));
        List<EvidenceRecord> first = index().write(call, NOON, batch(facts));
        assertThat(index().write(call, NOON.plusSeconds(1), batch(facts))).isEqualTo(first);
        assertThat(index().find(call.tenant(), BLOB)).contains(first.getFirst());
        assertThat(audited(call.tenant())).hasSize(2);
    }

    @Test
    void letsEvidenceGainSubjectsAndLinks() {
        Call call = call("growth");
        index().write(call, NOON, batch(registration(BLOB, Set.of(JAR), Set.of())));
        EvidenceRecord grown = index().write(
                        call, NOON.plusSeconds(1), batch(registration(BLOB, Set.of(WAR), Set.of(FROM_JAR))))
                .getFirst();
        assertThat(grown.facts()).isEqualTo(registration(BLOB, Set.of(JAR, WAR), Set.of(FROM_JAR)));
        assertThat(grown.storedAt()).isEqualTo(NOON);
        assertThat(index().find(call.tenant(), BLOB)).contains(grown);
        assertThat(index().about(call.tenant(), WAR, 10)).containsExactly(grown);
        // A part of it again adds nothing.
        assertThat(index().write(call, NOON, batch(registration(BLOB, Set.of(JAR), Set.of()))))
                .containsExactly(grown);
        assertThat(audited(call.tenant()))
                .containsExactly("blob.stored " + BLOB, "evidence.registered " + BLOB, "evidence.linked " + BLOB);
    }

    @Test
    void refusesEvidenceThatContradictsWhatIsThereAndAppliesNothingOfItsBatch() {
        Call call = call("contradiction");
        index().write(call, NOON, batch(registration(BLOB, Set.of(JAR), Set.of())));
        List<Registration> contradictions = List.of(
                Registration.of(BLOB, EvidenceKind.POLICY, Samples.JSON, Set.of(JAR), Set.of()),
                Registration.of(BLOB, EvidenceKind.OTHER, new MediaType("text/plain"), Set.of(JAR), Set.of()),
                new Registration(
                        BLOB,
                        EvidenceKind.OTHER,
                        Samples.JSON,
                        Optional.of("type"),
                        new TreeSet<>(Set.of(JAR)),
                        new TreeSet<>()));
        Registration innocent = registration(digest("innocent"), Set.of(WAR), Set.of());
        for (Registration contradiction : contradictions) {
            Batch both = new Batch(List.of(new BlobEntry(innocent.digest(), 1)), List.of(innocent, contradiction));
            assertThatThrownBy(() -> index().write(call, NOON, both)).satisfies(refusedWith(ProblemCode.WRONG_STATE));
        }
        assertThat(index().blob(call.tenant(), innocent.digest())).isEmpty();
        assertThat(index().find(call.tenant(), innocent.digest())).isEmpty();
        assertThat(audited(call.tenant())).hasSize(2);
    }

    @Test
    void takesTheLimitOfSubjectsAndLinksAndRefusesOneMore() {
        Call call = call("limits");
        Set<Digest> subjects = many(Registration.MAX_SUBJECTS);
        Set<Link> links =
                subjects.stream().map(target -> new Link("to", target)).collect(Collectors.toSet());
        EvidenceRecord full = index().write(call, NOON, batch(registration(BLOB, subjects, links)))
                .getFirst();
        assertThat(index().find(call.tenant(), BLOB)).contains(full);
        for (Registration more :
                List.of(registration(BLOB, Set.of(JAR), Set.of()), registration(BLOB, many(1), Set.of(FROM_JAR)))) {
            assertThatThrownBy(() -> index().write(call, NOON, batch(more)))
                    .satisfies(refusedWith(ProblemCode.WRONG_STATE));
        }
        assertThat(index().find(call.tenant(), BLOB)).contains(full);
    }

    @Test
    void refusesEvidenceWithoutABlob() {
        Call us = call("no-blob");
        Batch one = new Batch(List.of(), List.of(registration(BLOB, Set.of(JAR), Set.of())));
        assertThatThrownBy(() -> index().write(us, NOON, one)).satisfies(refusedWith(ProblemCode.ARTIFACT_UNAVAILABLE));
        assertThat(index().find(us.tenant(), BLOB)).isEmpty();
        assertThat(audited(us.tenant())).isEmpty();
    }

    @Test
    void keepsTenantsApart() {
        Call one = call("tenant-one");
        Call other = call("tenant-other");
        Registration facts = registration(BLOB, Set.of(JAR), Set.of(FROM_JAR));
        index().write(one, NOON, batch(facts));

        assertThat(index().blob(other.tenant(), BLOB)).isEmpty();
        assertThat(index().find(other.tenant(), BLOB)).isEmpty();
        assertThat(index().about(other.tenant(), JAR, 10)).isEmpty();
        assertThat(index().blobsAfter(other.tenant(), ZERO, 10)).isEmpty();
        assertThat(audited(other.tenant())).isEmpty();
        Batch without = new Batch(List.of(), List.of(facts));
        assertThatThrownBy(() -> index().write(other, NOON, without)).isInstanceOf(RuntimeException.class);

        Registration different = Registration.of(BLOB, EvidenceKind.POLICY, Samples.JSON, Set.of(WAR), Set.of());
        index().write(other, NOON, batch(different));
        assertThat(index().find(one.tenant(), BLOB).map(EvidenceRecord::facts)).contains(facts);
        assertThat(index().find(other.tenant(), BLOB).map(EvidenceRecord::facts))
                .contains(different);
    }

    @Test
    void answersOldestFirstThenByDigestAndNoMoreThanAsked() {
        Call call = call("order");
        List<Digest> written =
                IntStream.range(0, 12).mapToObj(i -> digest("e" + i)).toList();
        for (int i = 0; i < written.size(); i++) {
            // Three at a time share their moment; the later half comes from earlier.
            Duration back = Duration.ofSeconds(i / 3);
            index().write(call, NOON.minus(back), batch(registration(written.get(i), Set.of(JAR), Set.of())));
        }
        List<Digest> expected = new ArrayList<>();
        for (int i = 9; i >= 0; i -= 3) {
            expected.addAll(written.subList(i, i + 3).stream().sorted().toList());
        }
        assertThat(index().about(call.tenant(), JAR, 100))
                .extracting(record -> record.facts().digest())
                .isEqualTo(expected);
        assertThat(index().about(call.tenant(), JAR, 5))
                .extracting(record -> record.facts().digest())
                .isEqualTo(expected.subList(0, 5));
    }

    @Test
    void goesOnAfterAPlaceAndKeepsToTheKindsAskedFor() {
        Call call = call("places");
        for (int i = 0; i < 9; i++) {
            Registration facts = Registration.of(
                    digest("p" + i),
                    i % 3 == 0 ? EvidenceKind.SBOM : EvidenceKind.OTHER,
                    Samples.JSON,
                    Set.of(JAR),
                    Set.of());
            index().write(call, NOON.plusSeconds(i / 2), batch(facts));
        }
        List<EvidenceRecord> all = index().about(call.tenant(), JAR, 100);
        List<EvidenceRecord> paged = new ArrayList<>();
        Optional<Place> after = Optional.empty();
        while (paged.size() < all.size()) {
            List<EvidenceRecord> page = index().about(call.tenant(), new About(JAR, Set.of(), after), 2);
            paged.addAll(page);
            EvidenceRecord last = page.getLast();
            after = Optional.of(new Place(last.storedAt(), last.facts().digest()));
        }
        assertThat(paged).isEqualTo(all);
        assertThat(index().about(call.tenant(), new About(JAR, Set.of(), after), 2))
                .isEmpty();
        assertThat(index().about(
                                call.tenant(),
                                new About(JAR, Set.of(EvidenceKind.SBOM, EvidenceKind.POLICY), Optional.empty()),
                                100))
                .hasSize(3)
                .allMatch(record -> record.facts().kind() == EvidenceKind.SBOM);
    }

    @Test
    void knowsWhatPointsToWhatInBothDirections() {
        Call call = call("edges");
        Digest slice = digest("slice");
        index().write(call, NOON, batch(registration(BLOB, Set.of(JAR), Set.of())));
        index().write(
                        call,
                        NOON,
                        batch(registration(slice, Set.of(JAR, WAR), Set.of(new Link(Link.DERIVED_FROM, BLOB)))));
        Edge derived = new Edge(slice, Link.DERIVED_FROM, BLOB);
        Edge ofJar = new Edge(BLOB, Edge.SUBJECT, JAR);
        assertThat(index().edges(call.tenant(), Set.of(BLOB), 10)).containsExactlyInAnyOrder(derived, ofJar);
        assertThat(index().edges(call.tenant(), Set.of(JAR), 10))
                .containsExactlyInAnyOrder(ofJar, new Edge(slice, Edge.SUBJECT, JAR));
        assertThat(index().edges(call.tenant(), Set.of(BLOB, slice, JAR), 10)).hasSize(4);
        assertThat(index().edges(call.tenant(), Set.of(BLOB, slice, JAR), 3)).hasSize(3);
        assertThat(index().all(call.tenant(), Set.of(BLOB, slice, JAR)))
                .extracting(record -> record.facts().digest())
                .containsExactlyInAnyOrder(BLOB, slice);
        assertThat(index().edges(call("edges-of-others").tenant(), Set.of(BLOB), 10))
                .isEmpty();
    }

    @Test
    void letsRacersOfOnePieceOfEvidenceAllSucceed() throws Exception {
        Call call = call("race");
        CountDownLatch start = new CountDownLatch(1);
        List<Future<EvidenceRecord>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int racer = 0; racer < 24; racer++) {
                Registration mine = registration(BLOB, Set.of(JAR, digest("subject " + racer % 4)), Set.of());
                all.add(threads.submit(() -> {
                    start.await();
                    return writePersistently(call, batch(mine));
                }));
            }
            start.countDown();
        }
        for (Future<EvidenceRecord> one : all) {
            assertThat(one.get().facts().subjects()).contains(JAR);
        }
        assertThat(index().find(call.tenant(), BLOB).orElseThrow().facts().subjects())
                .hasSize(5);
        assertThat(audited(call.tenant()))
                .filteredOn(event -> event.startsWith("blob.stored"))
                .hasSize(1);
        assertThat(audited(call.tenant()))
                .filteredOn(event -> event.startsWith("evidence."))
                .hasSize(4);
    }

    @Test
    void whatOneWriterCannotHaveSpoilsNoOther() throws Exception {
        Call call = call("together");
        List<Future<EvidenceRecord>> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                Registration mine = registration(digest("bundle " + i), Set.of(JAR), Set.of());
                Batch batch = i % 10 == 9 ? new Batch(List.of(), List.of(mine)) : batch(mine);
                ends.add(threads.submit(() -> writePersistently(call, batch)));
            }
        }
        for (int i = 0; i < ends.size(); i++) {
            Optional<EvidenceRecord> found = index().find(call.tenant(), digest("bundle " + i));
            if (i % 10 == 9) {
                assertThat(ends.get(i).exceptionNow())
                        .isInstanceOfSatisfying(
                                ProblemException.class,
                                refused -> assertThat(refused.code()).isEqualTo(ProblemCode.ARTIFACT_UNAVAILABLE));
                assertThat(found).isEmpty();
            } else {
                assertThat(found).contains(ends.get(i).get());
            }
        }
        assertThat(audited(call.tenant()))
                .filteredOn(event -> event.startsWith("evidence."))
                .hasSize(36);
    }

    /** An index may be too busy for a while; whoever is told so repeats. */
    private EvidenceRecord writePersistently(Call call, Batch batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                return index().write(call, NOON, batch).getFirst();
            } catch (ProblemException busy) {
                if (busy.code() != ProblemCode.UNAVAILABLE || attempt == 20) {
                    throw busy;
                }
            }
        }
    }

    private static Batch blobs(BlobEntry... blobs) {
        return new Batch(List.of(blobs), List.of());
    }

    private static Set<Digest> many(int count) {
        return IntStream.range(0, count).mapToObj(i -> digest("many " + i)).collect(Collectors.toSet());
    }
}
