package dev.exhibit.cli.picture;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The surroundings of a digest, as the server told them.
 *
 * @param start where they begin
 * @param nodes nearest first
 * @param edges between these; others are left out
 * @param cut whether there is more than this
 */
public record EvidenceMap(String start, List<Node> nodes, List<Edge> edges, boolean cut) {
    private static final int MOST = 2_000;
    private static final String STATEMENT = "statement";

    public EvidenceMap {
        nodes = List.copyOf(nodes);
        Set<String> known = nodes.stream().map(Node::digest).collect(Collectors.toSet());
        edges = edges.stream()
                .filter(edge -> known.contains(edge.from()) && known.contains(edge.to()))
                .toList();
    }

    /**
     * A thing.
     *
     * @param kind what sort of evidence, {@code statement} for what an attestation signs, {@code artifact}
     *     for other things that are not evidence
     * @param says the predicate type of an attestation, the media type of other evidence
     */
    public record Node(String digest, String kind, Optional<String> says) {}

    /** A connection between two of the nodes. */
    public record Edge(String from, String relation, String to) {}

    /**
     * Reads the document that {@code GET /v1/artifacts/{digest}/graph} answers.
     *
     * @throws dev.exhibit.crypto.encoding.MalformedException for another document
     */
    public static EvidenceMap read(Json.Obj graph) {
        ObjectReader reader = ObjectReader.of(graph, "");
        String start = reader.text("start");
        List<Edge> edges = reader.objects("edges", MOST).stream()
                .map(edge -> new Edge(edge.text("from"), edge.text("relation"), edge.text("to")))
                .toList();
        Set<String> statements = edges.stream()
                .filter(edge -> edge.relation().equals(STATEMENT))
                .map(Edge::to)
                .collect(Collectors.toSet());
        List<Node> nodes = reader.objects("nodes", MOST).stream()
                .map(node -> node(node, statements))
                .toList();
        return new EvidenceMap(start, nodes, edges, reader.optionalFlag("cut").orElse(false));
    }

    /** The same, whatever order it was told in. */
    EvidenceMap sorted() {
        return new EvidenceMap(
                start,
                nodes.stream().sorted(Comparator.comparing(Node::digest)).toList(),
                edges.stream()
                        .sorted(Comparator.comparing(Edge::from)
                                .thenComparing(Edge::to)
                                .thenComparing(Edge::relation))
                        .toList(),
                cut);
    }

    private static Node node(ObjectReader node, Set<String> statements) {
        String digest = node.text("digest");
        return new Node(
                digest,
                node.optionalText("kind").orElse(statements.contains(digest) ? STATEMENT : "artifact"),
                node.optionalText("predicateType").or(() -> node.optionalText("mediaType")));
    }
}
