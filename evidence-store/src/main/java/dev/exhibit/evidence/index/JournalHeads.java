package dev.exhibit.evidence.index;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.HeadLeaf;
import dev.exhibit.crypto.journal.HeadPage;
import dev.exhibit.crypto.journal.HeadTree;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.SubjectHead;
import dev.exhibit.evidence.index.HeadRows.Heads;
import dev.exhibit.evidence.index.HeadRows.Place;
import dev.exhibit.evidence.log.LogIndex.Placed;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Ends each batch of the journal with the heads of all chains, in the transaction that gives the batch its places. A
 * handful of statements a batch: one read a level of the tree, and one write for chains, pages and heads each.
 */
public final class JournalHeads implements BatchEnd {
    @Override
    public Optional<Bytes> close(Handle handle, TenantId tenant, List<Placed> batch, Instant at) {
        long published = new LogRows(handle, tenant)
                .state(LogName.JOURNAL)
                .map(LogState::size)
                .orElse(0L);
        long position = batch.getLast().position() + 1;
        Chains chains = new Chains(new HeadRows(handle, tenant), position);
        chains.join(batch);
        Heads heads = chains.write(published);
        JournalEvent last = new JournalEvent.Heads(heads.subjects(), heads.root(), position, at);
        return Optional.of(last.encode().bytes());
    }

    /** The chains that a batch touches. */
    private static final class Chains {
        private final HeadRows rows;
        private final long position;
        private final HeadTree tree;
        private final Heads before;
        private final List<Place> places = new ArrayList<>();
        private final Map<Digest, SubjectHead> heads = new HashMap<>();
        private long added;

        Chains(HeadRows rows, long position) {
            this.rows = rows;
            this.position = position;
            this.tree = new HeadTree(rows.pagesAt(position));
            this.before = rows.headsBelow(position).orElse(new Heads(0, 0, HeadPage.EMPTY.hash()));
        }

        void join(List<Placed> batch) {
            List<Set<Digest>> subjects = batch.stream()
                    .map(entry -> JournalEvent.decode(entry.body()).subjects())
                    .toList();
            Set<Digest> all = new HashSet<>();
            subjects.forEach(all::addAll);
            heads.putAll(tree.heads(all));
            added = (long) all.size() - heads.size();
            for (int i = 0; i < batch.size(); i++) {
                join(subjects.get(i), batch.get(i).leaf(), batch.get(i).position());
            }
        }

        private void join(Set<Digest> subjects, Digest leaf, long at) {
            for (Digest subject : subjects) {
                SubjectHead next =
                        heads.getOrDefault(subject, SubjectHead.START).next(leaf);
                heads.put(subject, next);
                places.add(new Place(subject, next.count(), at));
            }
        }

        Heads write(long published) {
            Digest root = before.root();
            if (!heads.isEmpty()) {
                List<HeadLeaf> leaves = heads.entrySet().stream()
                        .map(head -> new HeadLeaf(head.getKey(), head.getValue()))
                        .toList();
                HeadTree.Update update = tree.update(leaves);
                rows.addPlaces(places);
                rows.replace(update.pages(), position, published);
                root = update.root();
            }
            Heads now = new Heads(position, before.subjects() + added, root);
            rows.addHeads(now);
            return now;
        }
    }
}
