package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.HeadPath;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.evidence.fsck.Finding.Kind;
import dev.exhibit.evidence.fsck.StoredRows.HeadsRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Computes the chains of subjects again and compares them with the tree of heads that the last checkpoint covers. The tree's
 * older pages go while the journal grows: then the newer tree is taken.
 */
record CheckChains(StoredRows rows, TenantId tenant, Tally tally) {
    private static final int BATCH = 500;
    private static final int ATTEMPTS = 10;

    void run(Span span) {
        SortedMap<Digest, String> wrong = new TreeMap<>();
        Optional<HeadsRow> heads = rows.newestHeads(tenant);
        for (int attempt = 0; heads.isPresent() && attempt < ATTEMPTS; attempt++) {
            wrong.clear();
            Map<Digest, ChainFold.End> chains =
                    rows.chains(tenant, span, heads.get().position());
            compare(chains, heads.get(), wrong);
            Optional<HeadsRow> now = rows.newestHeads(tenant);
            if (wrong.isEmpty() || now.equals(heads)) {
                tally.saw(Tally.Seen.CHAINS, chains.size());
                break;
            }
            heads = now;
        }
        wrong.forEach((subject, what) -> tally.found(Kind.LOG, tenant, "journal: subject " + subject, what));
    }

    private void compare(Map<Digest, ChainFold.End> chains, HeadsRow heads, Map<Digest, String> wrong) {
        List<Digest> subjects = new ArrayList<>(chains.keySet());
        for (int from = 0; from < subjects.size(); from += BATCH) {
            List<Digest> some = subjects.subList(from, Math.min(subjects.size(), from + BATCH));
            compare(some, chains, heads, wrong);
        }
    }

    /** A page that is missing or changed stops a whole batch: then each subject is asked for by itself. */
    private void compare(
            List<Digest> subjects, Map<Digest, ChainFold.End> chains, HeadsRow heads, Map<Digest, String> wrong) {
        try {
            Map<Digest, HeadPath> paths = rows.paths(tenant, new HashSet<>(subjects), heads.position());
            for (Digest subject : subjects) {
                difference(subject, chains, paths, heads).ifPresent(what -> wrong.put(subject, what));
            }
        } catch (MalformedException damaged) {
            if (subjects.size() == 1) {
                wrong.put(subjects.getFirst(), "the tree of heads: " + damaged.getMessage());
            } else {
                subjects.forEach(subject -> compare(List.of(subject), chains, heads, wrong));
            }
        }
    }

    private static Optional<String> difference(
            Digest subject, Map<Digest, ChainFold.End> chains, Map<Digest, HeadPath> paths, HeadsRow heads) {
        ChainFold.End chain = Optional.ofNullable(chains.get(subject)).orElseThrow();
        if (chain.wrong().isPresent()) {
            return chain.wrong();
        }
        Optional<SubjectHead> head =
                Optional.ofNullable(paths.get(subject)).orElseThrow().head(heads.root(), subject);
        return head.equals(Optional.of(chain.head()))
                ? Optional.empty()
                : Optional.of("its chain does not end as the tree of heads tells");
    }
}
