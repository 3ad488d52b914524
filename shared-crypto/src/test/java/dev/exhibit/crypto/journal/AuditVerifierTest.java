package dev.exhibit.crypto.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.verify.RefusalCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditVerifierTest {
    private final SampleJournal journal = new SampleJournal("acme.journal.i1.exhibit.internal");
    private final List<AuditLine> lines = new ArrayList<>();
    private SubjectHead half = SubjectHead.START;

    private static AuditRow row(String room, long id) {
        return new AuditRow(
                room, "acme", id, SampleJournal.NOON, "spiffe://acme/ci", "PIPELINE", "act", "t" + id, "c", "{}");
    }

    @BeforeEach
    void fill() {
        for (String room : List.of("signer", "evidence")) {
            SubjectHead chain = SubjectHead.START;
            for (long id = 1; id <= 6; id++) {
                AuditRow row = row(room, id * 3 % 7);
                chain = row.after(chain);
                half = id == 3 ? chain : half;
                lines.add(new AuditLine.Row(row));
            }
            journal.batch(new JournalFact.AuditHead(room, half), new JournalFact.AuditHead(room, chain));
            lines.add(new AuditLine.Head(
                    journal.head(new JournalFact.AuditHead(room, chain)).entry(), 0, List.of()));
        }
        proveHeads(lines);
        lines.add(new AuditLine.Signed(journal.checkpoint()));
    }

    /** Heads are proven in the tree as it is in the end. */
    private void proveHeads(List<AuditLine> all) {
        all.replaceAll(line -> line instanceof AuditLine.Head head ? journal.head(fact(head)) : line);
    }

    private static JournalFact fact(AuditLine.Head head) {
        return ((JournalEvent.Act) JournalEvent.decode(head.entry())).fact();
    }

    private List<AuditVerifier.Range> verify(List<AuditLine> export) {
        AuditVerifier verifier = new AuditVerifier(journal.key());
        export.forEach(line -> verifier.accept(CanonicalJson.of(line.toJson()).bytes()));
        return verifier.finish();
    }

    private void refused(List<AuditLine> export) {
        assertThatExceptionOfType(JournalRefusedException.class)
                .isThrownBy(() -> verify(export))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(RefusalCode.AUDIT_CHAIN_DIFFERS));
    }

    @Test
    void provesWholeChainsAndTheirEnds() {
        assertThat(verify(lines))
                .containsExactly(new AuditVerifier.Range("signer", 1, 6), new AuditVerifier.Range("evidence", 1, 6));
        List<AuditLine> end = new ArrayList<>(lines.subList(10, lines.size()));
        end.addFirst(journal.head(new JournalFact.AuditHead("evidence", half)));
        assertThat(verify(end)).containsExactly(new AuditVerifier.Range("evidence", 4, 6));
    }

    @Test
    void anyRecordAlteredRemovedInsertedOrMovedIsFound() {
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at) instanceof AuditLine.Row one) {
                refused(changed(at, new AuditLine.Row(row(one.row().room(), 99))));
                List<AuditLine> removed = new ArrayList<>(lines);
                removed.remove(at);
                refused(removed);
                List<AuditLine> inserted = new ArrayList<>(lines);
                inserted.add(at, one);
                refused(inserted);
            }
            if (lines.get(at) instanceof AuditLine.Row && lines.get(at + 1) instanceof AuditLine.Row) {
                List<AuditLine> moved = new ArrayList<>(lines);
                Collections.swap(moved, at, at + 1);
                refused(moved);
            }
        }
    }

    private List<AuditLine> changed(int at, AuditLine line) {
        List<AuditLine> changed = new ArrayList<>(lines);
        changed.set(at, line);
        return changed;
    }

    @Test
    void anEndThatNothingProvesIsRefused() {
        refused(lines.subList(0, lines.size() - 1));
        refused(List.of());
        List<AuditLine> more = new ArrayList<>(lines);
        more.add(lines.size() - 1, new AuditLine.Row(row("signer", 50)));
        refused(more);
        AuditLine.Head forged = new AuditLine.Head(
                SampleJournal.act(new JournalFact.AuditHead(
                                "signer", row("signer", 1).after(SubjectHead.START)))
                        .encode()
                        .bytes(),
                0,
                List.of());
        refused(List.of(new AuditLine.Row(row("signer", 1)), forged, new AuditLine.Signed(journal.checkpoint())));
        AuditVerifier verifier = new AuditVerifier(journal.key());
        assertThatExceptionOfType(JournalRefusedException.class)
                .isThrownBy(() -> verifier.accept(Bytes.utf8("{\"type\":\"row\"}")));
    }
}
