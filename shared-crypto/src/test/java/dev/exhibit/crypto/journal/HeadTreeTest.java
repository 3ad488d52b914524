package dev.exhibit.crypto.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tree against a plain map and the definition of its root. */
class HeadTreeTest {
    private final Map<String, Bytes> stored = new HashMap<>();
    private final TreeMap<Digest, SubjectHead> model = new TreeMap<>();
    private int questions;

    private Map<String, HeadPage> load(Set<String> paths) {
        questions++;
        Map<String, HeadPage> found = new HashMap<>();
        paths.forEach(path ->
                Optional.ofNullable(stored.get(path)).ifPresent(page -> found.put(path, HeadPage.decode(page))));
        return found;
    }

    private Digest update(List<HeadLeaf> leaves) {
        HeadTree.Update update = new HeadTree(this::load).update(leaves);
        update.pages().forEach((path, page) -> stored.put(path, page.encode()));
        leaves.forEach(leaf -> model.put(leaf.subject(), leaf.head()));
        return update.root();
    }

    /** The root by definition: each page from all leaves that begin with its path. */
    private static Digest page(String path, Map<Digest, SubjectHead> leaves) {
        Bytes[] slots = new Bytes[16];
        for (int at = 0; at < 16; at++) {
            String below = path + Character.forDigit(at, 16);
            Map<Digest, SubjectHead> within = new TreeMap<>(leaves);
            within.keySet().removeIf(subject -> !subject.hex().startsWith(below));
            slots[at] = (switch (within.size()) {
                        case 0 -> new Digest(Bytes.of(new byte[32]));
                        case 1 ->
                            within.entrySet().stream()
                                    .map(one -> new HeadLeaf(one.getKey(), one.getValue()).hash())
                                    .findFirst()
                                    .orElseThrow();
                        default -> page(below, within);
                    })
                    .bytes();
        }
        return Hashing.of(Bytes.of(new byte[] {5}), Bytes.concat(slots));
    }

    private static Digest key(Random random, boolean alike) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        if (alike) {
            // Up to 31 bytes like those of another key: pages below pages, one subject each.
            int same = random.nextInt(32);
            for (int i = 0; i < same; i++) {
                bytes[i] = (byte) (i * 7);
            }
        }
        return new Digest(Bytes.of(bytes));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 40, 1", "3, 300, 7", "4, 1500, 100", "5, 5000, 1000"})
    void hasTheRootOfItsLeavesAndProvesEachAndNoOther(long seed, int keys, int batch) {
        Random random = new Random(seed);
        Digest root = HeadPage.EMPTY.hash();
        for (int done = 0; done < keys; done += batch) {
            List<HeadLeaf> leaves = new ArrayList<>();
            for (int i = 0; i < batch; i++) {
                boolean again = !model.isEmpty() && random.nextInt(4) == 0;
                Digest subject = again ? model.firstKey() : key(random, random.nextInt(3) == 0);
                SubjectHead before = model.getOrDefault(subject, SubjectHead.START);
                leaves.add(new HeadLeaf(subject, before.next(subject)));
            }
            root = update(leaves);
        }
        assertThat(root).as("seed %d", seed).isEqualTo(page("", model));
        prove(root, random);
    }

    private void prove(Digest root, Random random) {
        HeadTree tree = new HeadTree(this::load);
        assertThat(tree.heads(model.keySet())).isEqualTo(model);
        for (Map.Entry<Digest, SubjectHead> one : model.entrySet()) {
            assertThat(tree.path(one.getKey()).head(root, one.getKey())).contains(one.getValue());
        }
        for (int i = 0; i < 200; i++) {
            Digest absent = key(random, i % 2 == 0);
            assertThat(tree.path(absent).head(root, absent)).isEmpty();
        }
    }

    @Test
    void theOrderOfUpdatesDoesNotMatter() {
        List<HeadLeaf> leaves = new ArrayList<>();
        Random random = new Random(9);
        for (int i = 0; i < 50; i++) {
            leaves.add(new HeadLeaf(key(random, true), SubjectHead.START.next(key(random, false))));
        }
        Digest atOnce = update(leaves);
        HeadTreeTest other = new HeadTreeTest();
        Digest last = atOnce;
        for (HeadLeaf leaf : leaves.reversed()) {
            last = other.update(List.of(leaf));
        }
        assertThat(last).isEqualTo(atOnce);
    }

    @Test
    void asksOncePerLevel() {
        List<HeadLeaf> leaves = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            leaves.add(new HeadLeaf(SampleJournal.digest("subject " + i), SubjectHead.START));
        }
        update(leaves);
        questions = 0;
        update(leaves.subList(0, 256));
        int depth = stored.keySet().stream().mapToInt(String::length).max().orElseThrow();
        assertThat(questions).isLessThanOrEqualTo(depth + 1);
    }

    @Test
    void aPathProvesNothingAboutAnotherTreeOrSubject() {
        Digest here = SampleJournal.digest("here");
        Digest root = update(List.of(
                new HeadLeaf(here, SubjectHead.START.next(here)),
                new HeadLeaf(SampleJournal.digest("there"), SubjectHead.START.next(here))));
        HeadPath path = new HeadTree(this::load).path(here);
        assertThat(path.head(root, here)).isPresent();
        assertThatThrownBy(() -> path.head(here, here)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> path.head(root, SampleJournal.digest("another")))
                .isInstanceOf(MalformedException.class);
        HeadPath without = new HeadPath(path.pages(), Optional.empty());
        assertThatThrownBy(() -> without.head(root, here)).isInstanceOf(MalformedException.class);
        HeadLeaf changed = new HeadLeaf(here, SubjectHead.START.next(here).next(here));
        HeadPath grown = new HeadPath(path.pages(), Optional.of(changed));
        assertThatThrownBy(() -> grown.head(root, here)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aMissingOrDamagedPageIsRefused() {
        Random random = new Random(3);
        List<HeadLeaf> leaves = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            leaves.add(new HeadLeaf(key(random, false), SubjectHead.START));
        }
        update(leaves);
        Digest subject = leaves.stream()
                .map(HeadLeaf::subject)
                .filter(one -> stored.containsKey(one.hex().substring(0, 1)))
                .findFirst()
                .orElseThrow();
        stored.remove(subject.hex().substring(0, 1));
        assertThatThrownBy(() -> new HeadTree(this::load).path(subject)).isInstanceOf(MalformedException.class);
        Bytes page = HeadPage.EMPTY.encode();
        assertThatThrownBy(() -> HeadPage.decode(page.slice(1, 16))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> HeadPage.decode(Bytes.concat(page, page))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> HeadPage.decode(Bytes.of(new byte[] {1, 2}))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> HeadPage.decode(Bytes.of(new byte[] {9}))).isInstanceOf(MalformedException.class);
    }
}
