package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.EvidenceIndex.Edge;
import dev.exhibit.evidence.blob.Blob;
import dev.exhibit.evidence.vex.Observation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** On what a piece of evidence rests, and what rests on it: the links followed to their end, one way. */
public final class Grounds {
    /** The most pieces of evidence in an answer. */
    public static final int MAX_NODES = 1_500;

    /** The most links in an answer. */
    public static final int MAX_EDGES = 5_000;

    /** Of a longer trace nothing is said but that it is there: 16 MiB. */
    private static final long TRACE = 16L << 20;

    private static final int MAX_DEPTH = 16;
    private static final int MANY = JsonLimits.DOCUMENT.members();

    private final FindEvidence find;
    private final FetchBlob fetch;
    private final EvidenceIndex index;
    private final EvidenceLinks links;
    private final LongDocuments documents;

    public Grounds(EvidenceIndex index, EvidenceLinks links, FetchBlob fetch, LongDocuments documents) {
        this.find = new FindEvidence(index);
        this.fetch = fetch;
        this.index = index;
        this.links = links;
        this.documents = documents;
    }

    /**
     * Something in an answer.
     *
     * @param depth how many links lead there
     * @param facts what it is; absent where it is not registered
     */
    public record Node(int depth, Optional<Registration> facts) {}

    /**
     * An answer.
     *
     * @param nodes by digest, nearest first; the start is the first
     * @param edges between them
     * @param statements what observations among them say
     * @param uses what a trace at the start made of observations, in its own words
     * @param cut whether there is more than fits
     */
    public record Found(
            Map<Digest, Node> nodes,
            List<Edge> edges,
            Map<Digest, Observation> statements,
            Map<Digest, SortedSet<String>> uses,
            boolean cut) {
        public Found {
            nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
            edges = List.copyOf(edges);
            statements = Map.copyOf(statements);
            uses = Map.copyOf(uses);
        }
    }

    /**
     * What {@code start} was made from and judged by, and what that was made from in turn.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found}, {@code integrity}, {@code unavailable}
     */
    public Found under(Call call, Digest start) {
        EvidenceRecord first = find.byDigest(call, start);
        // 1. Each record knows where it points.
        Walk walk = new Walk(start);
        while (walk.goesOn()) {
            walk.step(
                    index.all(call.tenant(), walk.frontier).stream()
                            .map(EvidenceRecord::facts)
                            .sorted((one, other) -> one.digest().compareTo(other.digest()))
                            .flatMap(facts -> facts.links().stream()
                                    .map(link -> new Edge(facts.digest(), link.relation(), link.target())))
                            .toList(),
                    true);
        }
        // 2. What is said there, and what the verdict made of it.
        return found(call, walk, uses(call, first));
    }

    /** What was made from {@code start}, or judged by it, and what was made from that in turn. Throws as {@link #under}. */
    public Found above(Call call, Digest start) {
        var unused = find.byDigest(call, start);
        Walk walk = new Walk(start);
        while (walk.goesOn()) {
            walk.step(links.pointingTo(call.tenant(), walk.frontier, MAX_EDGES + 1), false);
        }
        return found(call, walk, Map.of());
    }

    private Found found(Call call, Walk walk, Map<Digest, SortedSet<String>> uses) {
        Map<Digest, Registration> facts = facts(call.tenant(), walk.depths.keySet());
        Map<Digest, Node> nodes = new LinkedHashMap<>();
        Map<Digest, Observation> statements = new TreeMap<>();
        walk.depths.forEach((digest, depth) -> {
            Optional<Registration> known = Optional.ofNullable(facts.get(digest));
            nodes.put(digest, new Node(depth, known));
            if (known.filter(one -> one.kind() == EvidenceKind.VEX_OBSERVATION).isPresent()) {
                statements.put(digest, Observation.parse(fetch.get(call, digest).read(TRACE)));
            }
        });
        return new Found(nodes, List.copyOf(walk.edges), statements, uses, walk.cut);
    }

    private Map<Digest, Registration> facts(TenantId tenant, Set<Digest> digests) {
        return index.all(tenant, digests).stream()
                .map(EvidenceRecord::facts)
                .collect(Collectors.toMap(Registration::digest, facts -> facts));
    }

    /** A trace says of each observation what it was good for, finding by finding. */
    private Map<Digest, SortedSet<String>> uses(Call call, EvidenceRecord start) {
        if (start.facts().kind() != EvidenceKind.EXPLAIN_TRACE) {
            return Map.of();
        }
        Blob trace = fetch.get(call, start.facts().digest());
        return trace.size() > TRACE ? Map.of() : documents.oneByOne(trace.size(), () -> uses(trace.read(TRACE)));
    }

    private static Map<Digest, SortedSet<String>> uses(Bytes trace) {
        SortedMap<Digest, SortedSet<String>> uses = new TreeMap<>();
        for (ObjectReader finding :
                JsonReader.readObject(trace, JsonLimits.DOCUMENT).objects("findings", MANY)) {
            for (ObjectReader weighed : finding.objects("observations", MANY)) {
                uses.computeIfAbsent(weighed.parsed("digest", Digest::parse), none -> new TreeSet<>())
                        .add(weighed.text("use"));
            }
        }
        return uses;
    }

    /** How far one has come. */
    private static final class Walk {
        private final Map<Digest, Integer> depths = new LinkedHashMap<>();
        private final Set<Edge> edges = new LinkedHashSet<>();
        private Set<Digest> frontier;
        private int depth;
        private boolean cut;

        Walk(Digest start) {
            depths.put(start, 0);
            frontier = Set.of(start);
        }

        boolean goesOn() {
            cut |= depth == MAX_DEPTH && !frontier.isEmpty();
            return depth < MAX_DEPTH && !frontier.isEmpty();
        }

        /** @param forward whether edges are followed to where they point */
        void step(List<Edge> found, boolean forward) {
            depth++;
            Set<Digest> next = new TreeSet<>();
            for (Edge edge : found) {
                Digest there = forward ? edge.to() : edge.from();
                boolean known = depths.containsKey(there);
                if (edges.size() >= MAX_EDGES || (!known && depths.size() >= MAX_NODES)) {
                    cut = true;
                    continue;
                }
                edges.add(edge);
                if (!known) {
                    depths.put(there, depth);
                    next.add(there);
                }
            }
            frontier = next;
        }
    }
}
