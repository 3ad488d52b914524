package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.journal.CompletenessProof.Growth;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A journal in memory, straight from the definitions: what proofs are tested with. */
public final class SampleJournal {
    public static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final SigningKey KEY = new SigningKey(SigningKey.generatePair(new SecureRandom()));

    private final String origin;
    private final List<Bytes> entries = new ArrayList<>();
    private final Map<Digest, List<Bytes>> about = new HashMap<>();
    private final Map<Digest, SubjectHead> heads = new HashMap<>();
    private final Map<String, HeadPage> pages = new HashMap<>();

    public SampleJournal(String origin) {
        this.origin = origin;
    }

    public JournalKey key() {
        return JournalKey.of(origin, KEY.published(), SignatureChecker.standard());
    }

    public static SignatureBytes sign(Digest toBeSigned) {
        return KEY.sign(toBeSigned);
    }

    public static Digest digest(String name) {
        return Hashing.of(Bytes.utf8(name));
    }

    public static JournalEvent.Act act(JournalFact fact) {
        return new JournalEvent.Act("acme", NOON, "spiffe://acme/ci", "correlation-1", fact);
    }

    public static JournalFact registered(String evidence, String... subjects) {
        return new JournalFact.EvidenceRegistered(claim(evidence, subjects));
    }

    static EvidenceClaim claim(String evidence, String... subjects) {
        return new EvidenceClaim(
                digest(evidence),
                "sbom",
                "application/json",
                Optional.empty(),
                new TreeSet<>(
                        List.of(subjects).stream().map(SampleJournal::digest).toList()),
                new TreeSet<>(Set.of(new ClaimLink("derived-from", digest("source")))));
    }

    /** Adds a batch, and its heads event. */
    public void batch(JournalFact... facts) {
        List<Bytes> added = new ArrayList<>();
        for (JournalFact fact : facts) {
            added.add(act(fact).encode().bytes());
        }
        added.forEach(this::add);
        HeadTree tree = new HeadTree(this::load);
        HeadTree.Update update = tree.update(heads.entrySet().stream()
                .map(entry -> new HeadLeaf(entry.getKey(), entry.getValue()))
                .toList());
        pages.putAll(update.pages());
        entries.add(new JournalEvent.Heads(heads.size(), update.root(), entries.size(), NOON)
                .encode()
                .bytes());
    }

    private void add(Bytes entry) {
        entries.add(entry);
        for (Digest subject : JournalEvent.decode(entry).subjects()) {
            about.computeIfAbsent(subject, any -> new ArrayList<>()).add(entry);
            SubjectHead before = heads.getOrDefault(subject, SubjectHead.START);
            heads.put(subject, before.next(MerkleTree.leaf(entry)));
        }
    }

    private Map<String, HeadPage> load(Set<String> paths) {
        Map<String, HeadPage> found = new HashMap<>(pages);
        found.keySet().retainAll(paths);
        return found;
    }

    public CompletenessProof proof(String subject) {
        Digest name = digest(subject);
        return new CompletenessProof(
                name,
                about.getOrDefault(name, List.of()),
                new HeadTree(this::load).path(name),
                entries.getLast(),
                path(entries.size() - 1, leaves()),
                checkpoint(),
                Optional.empty());
    }

    public CompletenessProof proofSince(Checkpoint older, String subject) {
        CompletenessProof proof = proof(subject);
        Growth growth = new Growth(older.size(), consistency((int) older.size(), leaves()));
        return new CompletenessProof(
                proof.subject(),
                proof.entries(),
                proof.path(),
                proof.heads(),
                proof.inclusion(),
                proof.checkpoint(),
                Optional.of(growth));
    }

    /** A line of an export: the entry with this content and its proof. */
    public AuditLine.Head head(JournalFact fact) {
        Bytes entry = act(fact).encode().bytes();
        int position = entries.indexOf(entry);
        return new AuditLine.Head(entry, position, path(position, leaves()));
    }

    public Checkpoint checkpoint() {
        Digest root = root(leaves());
        Bytes text = Checkpoint.text(origin, entries.size(), root);
        Bytes signature = sign(Hashing.of(text)).bytes();
        return Checkpoint.signed(origin, entries.size(), root, KEY.published().id(), signature);
    }

    List<Digest> leaves() {
        return entries.stream().map(MerkleTree::leaf).toList();
    }

    /** RFC 6962 section 2.1. */
    public static Digest root(List<Digest> leaves) {
        int half = half(leaves);
        return half == 0
                ? leaves.getFirst()
                : MerkleTree.node(root(leaves.subList(0, half)), root(leaves.subList(half, leaves.size())));
    }

    /** RFC 6962 section 2.1.1. */
    public static List<Digest> path(int index, List<Digest> leaves) {
        int half = half(leaves);
        if (half == 0) {
            return new ArrayList<>();
        }
        List<Digest> left = leaves.subList(0, half);
        List<Digest> right = leaves.subList(half, leaves.size());
        List<Digest> path = index < half ? path(index, left) : path(index - half, right);
        path.add(root(index < half ? right : left));
        return path;
    }

    /** RFC 6962 section 2.1.2. */
    public static List<Digest> consistency(int older, List<Digest> leaves) {
        return older == leaves.size() ? List.of() : subProof(older, leaves, true);
    }

    private static List<Digest> subProof(int older, List<Digest> leaves, boolean whole) {
        if (older == leaves.size()) {
            return new ArrayList<>(whole ? List.of() : List.of(root(leaves)));
        }
        int half = half(leaves);
        List<Digest> left = leaves.subList(0, half);
        List<Digest> right = leaves.subList(half, leaves.size());
        boolean inLeft = older <= half;
        List<Digest> proof = inLeft ? subProof(older, left, whole) : subProof(older - half, right, false);
        proof.add(root(inLeft ? right : left));
        return proof;
    }

    private static int half(List<Digest> leaves) {
        return leaves.size() == 1 ? 0 : Integer.highestOneBit(leaves.size() - 1);
    }
}
