package dev.exhibit.crypto.journal;

import static dev.exhibit.crypto.journal.SampleJournal.act;
import static dev.exhibit.crypto.journal.SampleJournal.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalEventTest {
    private static final TreeSet<Digest> SUBJECTS = new TreeSet<>(List.of(digest("jar")));

    private static List<JournalEvent> events() {
        return List.of(
                act(new JournalFact.BlobStored(digest("x"), 5, Optional.empty())),
                act(new JournalFact.BlobStored(digest("x"), 5, Optional.of(digest("manifest")))),
                act(SampleJournal.registered("sbom", "jar", "war")),
                act(new JournalFact.EvidenceLinked(SampleJournal.claim("sbom", "jar"))),
                act(new JournalFact.BlobGone(digest("x"), JournalFact.BlobGone.How.REMOVED, SUBJECTS)),
                act(new JournalFact.BlobGone(digest("x"), JournalFact.BlobGone.How.QUARANTINED, SUBJECTS)),
                act(new JournalFact.Hold("1f-2", true, SUBJECTS, Optional.of("a dispute"))),
                act(new JournalFact.Hold("1f-2", true, SUBJECTS, Optional.empty())),
                act(new JournalFact.Hold("1f-2", false, SUBJECTS, Optional.empty())),
                act(new JournalFact.AuditHead("signer", new SubjectHead(7, digest("head")))),
                new JournalEvent.Heads(3, digest("root"), 17, SampleJournal.NOON));
    }

    @Test
    void everyEventIsReadBackAsItWas() {
        for (JournalEvent event : events()) {
            assertThat(JournalEvent.decode(event.encode().bytes())).isEqualTo(event);
        }
    }

    @Test
    void theFormIsTheOneThatIsWrittenDown() {
        assertThat(new JournalEvent.Heads(3, digest("root"), 17, SampleJournal.NOON)
                        .encode()
                        .bytes()
                        .asLenientText())
                .isEqualTo("{\"at\":\"2026-01-31T12:00:00.123456Z\",\"covers\":17,\"event\":\"heads\",\"root\":\""
                        + digest("root").hex() + "\",\"subjects\":3}");
        assertThat(events().getFirst().encode().bytes().asLenientText())
                .isEqualTo("{\"at\":\"2026-01-31T12:00:00.123456Z\",\"by\":\"spiffe://acme/ci\",\"correlation\":"
                        + "\"correlation-1\",\"digest\":\"" + digest("x")
                        + "\",\"event\":\"blob.stored\",\"size\":5,\"tenant\":\"acme\"}");
    }

    @Test
    void anyOtherSpellingIsRefused() {
        for (JournalEvent event : events()) {
            String text = event.encode().bytes().asLenientText();
            for (String other : List.of(
                    text + " ",
                    text.replace("{\"at", "{ \"at"),
                    text.replace("123456Z", "123Z"),
                    text.replace("123456Z", "123456+00:00"),
                    text.replaceFirst("\\}$", ",\"zz\":1}"),
                    text.replaceFirst("\"event\":\"[a-z.]+\"", "\"event\":\"unknown\""))) {
                assertThatThrownBy(() -> JournalEvent.decode(Bytes.utf8(other)))
                        .as(other)
                        .isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void theLargestClaimFitsIntoAnEntry() {
        TreeSet<Digest> subjects = new TreeSet<>();
        TreeSet<ClaimLink> links = new TreeSet<>();
        IntStream.range(0, EvidenceClaim.MAX_SUBJECTS).forEach(i -> subjects.add(digest("s" + i)));
        IntStream.range(0, EvidenceClaim.MAX_LINKS)
                .forEach(i -> links.add(new ClaimLink("r".repeat(63), digest("l" + i))));
        String type = "t".repeat(1024);
        EvidenceClaim claim = new EvidenceClaim(digest("x"), "k".repeat(63), type, Optional.of(type), subjects, links);
        JournalEvent event = new JournalEvent.Act(
                "t".repeat(64),
                SampleJournal.NOON,
                "b".repeat(2048),
                "c".repeat(128),
                new JournalFact.EvidenceLinked(claim));
        assertThat(event.encode().bytes().size()).isLessThan(JournalEvent.MAX_SIZE);
        subjects.add(digest("one more"));
        assertThatThrownBy(() ->
                        new EvidenceClaim(digest("x"), "k", type, Optional.empty(), subjects, new TreeSet<>(links)))
                .isInstanceOf(MalformedException.class);
    }
}
