package dev.exhibit.evidence.index;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static dev.exhibit.evidence.Samples.JSON;
import static dev.exhibit.evidence.Samples.call;
import static dev.exhibit.evidence.Samples.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.ChangesOfArtifact;
import dev.exhibit.evidence.EvidenceIndex.Edge;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.ExplainSlice;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.Grounds;
import dev.exhibit.evidence.LongDocuments;
import dev.exhibit.evidence.RegisterEvidence;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.SplitVex;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.MemoryObjects;
import dev.exhibit.evidence.blob.Quarantine;
import dev.exhibit.evidence.mention.FindPackage;
import dev.exhibit.evidence.mention.MentionIndex;
import dev.exhibit.evidence.mention.MentionIndex.At;
import dev.exhibit.evidence.mention.MentionIndex.Named;
import dev.exhibit.evidence.mention.ReadMentions;
import dev.exhibit.evidence.version.Purl;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who contains a package, what changed since, on what a verdict rests: asked of the database itself. */
class LinksTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static final Digest JAR = digest("jar");
    private static final Digest WAR = digest("war");
    private static final Instant MORNING = Instant.parse("2026-01-01T08:00:00Z");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Call call = call("links" + UUID.randomUUID());
    private final PostgresEvidenceIndex index = new PostgresEvidenceIndex(DATABASE.database());
    private final MemoryObjects objects = new MemoryObjects();
    private final BlobStore blobs = new ChunkedBlobs(objects, new Quarantine(objects, found -> {}));
    private final MentionIndex mentions = new PostgresMentions(DATABASE.database());
    private final LongDocuments documents = new LongDocuments(Duration.ofMinutes(1));
    private Instant now = MORNING;
    private final ReadMentions reading =
            new ReadMentions(mentions, index, blobs, documents, Limits.defaults(), () -> now);
    private final FetchBlob fetch = new FetchBlob(blobs, index);
    private final FindPackage find = new FindPackage(mentions, reading);
    private final PostgresEvidenceLinks links = new PostgresEvidenceLinks(DATABASE.database());
    private final Grounds grounds = new Grounds(index, links, fetch, documents);
    private final SplitVex split = new SplitVex(blobs, index, documents, Limits.defaults(), () -> now);
    private final ExplainSlice explain = new ExplainSlice(blobs, index, documents, Limits.defaults(), () -> now);
    private final ChangesOfArtifact changes = new ChangesOfArtifact(
            index, links, new PostgresJournal(DATABASE.database()), mentions, reading, fetch, documents);

    @Test
    void findsWhoContainsAPackageInEveryFormatAndSpelling() {
        Digest app = register(EvidenceKind.SBOM, TestData.read("explain/app.cdx.json"), JAR);
        Digest shop = register(EvidenceKind.SBOM, TestData.read("sbom/shop.spdx.json"), WAR);
        assertThat(artifacts("pkg:npm/yaml")).containsExactly(JAR);
        assertThat(artifacts("pkg:npm/yaml@1.10.0")).containsExactly(JAR);
        assertThat(artifacts("pkg:npm/yaml@1.10.1")).isEmpty();
        assertThat(artifacts("pkg:maven/org.acme/log@2.14.1")).containsExactly(JAR);
        assertThat(artifacts("pkg:maven/org.acme/log@2.14.1?type=jar")).containsExactly(JAR);
        assertThat(artifacts("pkg:maven/org.acme/log@2.14.1?type=war")).isEmpty();
        String ofShop = purlIn("sbom/shop.spdx.json");
        assertThat(found(ofShop).components()).extracting(Named::document).containsExactly(shop);
        assertThat(found("pkg:npm/yaml").components())
                .extracting(Named::document)
                .containsExactly(app);

        // An SBOM that is registered for one artifact more is found for both.
        register(EvidenceKind.SBOM, TestData.read("explain/app.cdx.json"), WAR);
        assertThat(artifacts("pkg:npm/yaml")).containsExactlyInAnyOrder(JAR, WAR);
        assertThat(new TreeSet<>(
                        find.find(call("other"), Purl.parse("pkg:npm/yaml"), Optional.empty(), 9).components().stream()
                                .map(Named::document)
                                .toList()))
                .isEmpty();
    }

    @Test
    void pagesHoldTogether() {
        for (int n = 0; n < 7; n++) {
            register(EvidenceKind.SBOM, sbom("s" + n, "pkg:npm/a@1." + n, "pkg:npm/a@2." + n), digest("artifact " + n));
        }
        List<String> seen = new ArrayList<>();
        Optional<At> after = Optional.empty();
        do {
            FindPackage.Page page = find.find(call, Purl.parse("pkg:npm/a"), after, 3);
            page.components().forEach(named -> seen.add(named.purl()));
            after = page.next();
        } while (after.isPresent());
        assertThat(seen).hasSize(14).doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBeReadKeepsNothingElseFromBeingReadAndIsTriedAgain() {
        Digest lost = register(EvidenceKind.SBOM, sbom("lost", "pkg:npm/lost@1"), JAR);
        objects.lose(call.tenant(), lost);
        register(EvidenceKind.SBOM, sbom("kept", "pkg:npm/kept@1"), JAR);
        assertThat(find.find(call, Purl.parse("pkg:npm/kept"), Optional.empty(), 9)
                        .unread())
                .isEqualTo(1);
        assertThat(artifacts("pkg:npm/kept")).containsExactly(JAR);
        assertThat(artifacts("pkg:npm/lost")).isEmpty();
        blobs.put(call.tenant(), sbom("lost", "pkg:npm/lost@1"));
        reading.all(call.tenant());
        assertThat(artifacts("pkg:npm/lost")).isEmpty();
        now = now.plus(Duration.ofMinutes(11));
        assertThat(found("pkg:npm/lost").components())
                .extracting(Named::document)
                .containsExactly(lost);
    }

    @Test
    void aPackageUrlThatNoDatabaseKeepsDoesNoHarm() {
        register(EvidenceKind.SBOM, sbom("odd", "pkg:npm/odd@1%00", "pkg:npm/odd%00", "pkg:npm/odd@2"), JAR);
        register(EvidenceKind.SBOM, sbom("long", "pkg:npm/" + "x".repeat(2_030)), JAR);
        FindPackage.Page page = found("pkg:npm/odd");
        assertThat(page.unread()).isZero();
        assertThat(page.components()).extracting(Named::purl).contains("pkg:npm/odd@2");
        assertThat(artifacts("pkg:npm/" + "x".repeat(2_030))).containsExactly(JAR);
    }

    @Test
    void saysWhatChangedSince() {
        Digest sbom = register(EvidenceKind.SBOM, TestData.read("explain/app.cdx.json"), JAR);
        Digest policy = register(EvidenceKind.POLICY, TestData.read("explain/acme.rules.json"), JAR);
        Digest before = explain(sbom, policy, Set.of(), Set.of());
        now = NOON;
        // Registered for another artifact, and about a package that this one contains.
        Digest advisories = register(EvidenceKind.ADVISORY, TestData.read("explain/advisories.osv.json"), WAR);
        register(EvidenceKind.ADVISORY, advisory("pkg-that-nobody-has"), WAR);
        Digest after = explain(sbom, policy, Set.of(advisories), Set.of());

        ChangesOfArtifact.Page page = changes.page(call, JAR, NOON, 0, 500);
        assertThat(page.told()).extracting(told -> told.act().fact().event()).containsOnly("evidence.registered");
        assertThat(page.told()).hasSize(2);
        assertThat(page.parts()).extracting(MentionIndex.Touching::document).containsExactly(advisories);
        ChangesOfArtifact.Verdicts verdicts = page.verdicts().orElseThrow();
        assertThat(verdicts.before()).contains(before);
        assertThat(verdicts.after()).isEqualTo(after);
        assertThat(verdicts.difference().orElseThrow().changes()).isNotEmpty();

        ChangesOfArtifact.Page all = changes.page(call, JAR, MORNING, 0, 2);
        assertThat(all.verdicts().orElseThrow().before()).isEmpty();
        List<Long> ids = new ArrayList<>();
        all.told().forEach(told -> ids.add(told.id()));
        long place = all.next().orElseThrow();
        while (place > 0) {
            ChangesOfArtifact.Page more = changes.page(call, JAR, MORNING, place, 2);
            more.told().forEach(told -> ids.add(told.id()));
            assertThat(more.parts()).isEmpty();
            place = more.next().orElse(0);
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(6);
        assertThat(changes.page(call, JAR, NOON.plusSeconds(1), 0, 500).told()).isEmpty();
        assertThatThrownBy(() -> changes.page(call, digest("none"), NOON, 0, 9))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
        assertThatThrownBy(() -> changes.page(call("other"), JAR, NOON, 0, 9))
                .satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    /** With the document goes what it was found by. */
    @Test
    void whatIsRemovedIsNotFoundAnyMore() {
        register(EvidenceKind.SBOM, TestData.read("explain/app.cdx.json"), JAR);
        Digest advisory = register(EvidenceKind.ADVISORY, TestData.read("explain/advisories.osv.json"), WAR);
        assertThat(changes.page(call, JAR, MORNING, 0, 500).parts())
                .extracting(MentionIndex.Touching::document)
                .containsExactly(advisory);
        Instant later = NOON.plus(Duration.ofDays(9));
        PostgresRemovals removals = new PostgresRemovals(DATABASE.database());
        removals.setRules(call, Map.of("advisory", 1), later);
        removals.remove(call, advisory, later);
        assertThat(changes.page(call, JAR, MORNING, 0, 500).parts()).isEmpty();
        assertThat(mentions.countDue(call.tenant(), 9)).isZero();
    }

    @Test
    void saysOnWhatAVerdictRestsAndWhatRestsOnAStatement() {
        Digest sbom = register(EvidenceKind.SBOM, TestData.read("explain/app.cdx.json"), JAR);
        Digest policy = register(EvidenceKind.POLICY, TestData.read("explain/acme.rules.json"), JAR);
        Digest advisories = register(EvidenceKind.ADVISORY, TestData.read("explain/advisories.osv.json"), JAR);
        Digest vex = register(EvidenceKind.VEX, TestData.read("explain/app.openvex.json"), JAR);
        Set<Digest> observed = Set.copyOf(split.split(call, vex).observations());
        Digest trace = explain(sbom, policy, Set.of(advisories), observed);

        Grounds.Found under = grounds.under(call, trace);
        assertThat(under.nodes().keySet())
                .contains(sbom, policy, advisories, vex)
                .containsAll(observed);
        assertThat(under.nodes())
                .hasEntrySatisfying(vex, node -> assertThat(node.depth()).isEqualTo(2));
        assertThat(under.statements().keySet()).isEqualTo(observed);
        assertThat(under.uses().values()).anyMatch(uses -> uses.contains("decides"));
        assertThat(under.cut()).isFalse();

        Grounds.Found above = grounds.above(call, vex);
        assertThat(above.nodes().keySet()).contains(trace).containsAll(observed).doesNotContain(sbom);
        assertThat(above.edges())
                .contains(new Edge(trace, "derived-from", observed.iterator().next()));
        for (Digest unknown : List.of(digest("none"), JAR)) {
            assertThatThrownBy(() -> grounds.under(call, unknown)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
            assertThatThrownBy(() -> grounds.above(call, unknown)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
        }
        assertThatThrownBy(() -> grounds.under(call("other"), trace)).satisfies(refusedWith(ProblemCode.NOT_FOUND));
    }

    private Digest explain(Digest sbom, Digest policy, Set<Digest> advisories, Set<Digest> observed) {
        return explain.explain(
                        call,
                        new ExplainSlice.Wanted(
                                sbom,
                                new TreeSet<>(advisories),
                                new TreeSet<>(observed),
                                policy,
                                Optional.of(Instant.parse("2026-01-31T12:00:00Z"))))
                .trace();
    }

    private Digest register(EvidenceKind kind, Bytes document, Digest subject) {
        Digest digest = Hashing.of(document);
        new StoreBlob(blobs, index, Limits.defaults(), () -> now)
                .put(call, digest, new ByteArrayInputStream(document.toArray()));
        new RegisterEvidence(blobs, index, documents, Limits.defaults(), () -> now)
                .register(call, Registration.of(digest, kind, JSON, Set.of(subject), Set.of()));
        return digest;
    }

    private FindPackage.Page found(String purl) {
        return find.find(call, Purl.parse(purl), Optional.empty(), 500);
    }

    private Set<Digest> artifacts(String purl) {
        Set<Digest> artifacts = new TreeSet<>();
        found(purl).components().forEach(named -> artifacts.addAll(named.subjects()));
        return artifacts;
    }

    private static String purlIn(String file) {
        var found = Pattern.compile("pkg:[^\"]+").matcher(TestData.read(file).asLenientText());
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private static Bytes sbom(String name, String... purls) {
        StringBuilder components = new StringBuilder();
        for (String purl : purls) {
            components
                    .append(components.isEmpty() ? "" : ",")
                    .append("{\"type\":\"library\",\"name\":\"a\",\"purl\":\"" + purl + "\"}");
        }
        return Bytes.utf8("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"metadata\":{\"component\":"
                + "{\"type\":\"application\",\"name\":\"" + name + "\"}},\"components\":[" + components + "]}");
    }

    private static Bytes advisory(String name) {
        return Bytes.utf8("{\"id\":\"A-1\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[{\"package\":"
                + "{\"ecosystem\":\"npm\",\"name\":\"" + name + "\"},\"versions\":[\"1.0.0\"]}]}");
    }
}
