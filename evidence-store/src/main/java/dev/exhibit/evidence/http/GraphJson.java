package dev.exhibit.evidence.http;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.EvidenceGraph.Graph;
import dev.exhibit.evidence.EvidenceGraph.Node;
import dev.exhibit.evidence.Registration;
import java.util.ArrayList;
import java.util.List;

/** A graph as a document. */
final class GraphJson {
    private GraphJson() {}

    static Json.Obj graph(Digest start, int depth, Graph graph) {
        List<Json> nodes = new ArrayList<>();
        graph.nodes().forEach((digest, node) -> nodes.add(node(digest, node)));
        List<Json> edges = graph.edges().stream()
                .<Json>map(edge -> Json.object()
                        .with("from", edge.from().toString())
                        .with("relation", edge.relation())
                        .with("to", edge.to().toString()))
                .toList();
        return Json.object()
                .with("start", start.toString())
                .with("depth", depth)
                .with("nodes", Json.array(nodes))
                .with("edges", Json.array(edges))
                .with("cut", graph.cut());
    }

    private static Json node(Digest digest, Node node) {
        Json.Obj json = Json.object().with("digest", digest.toString()).with("depth", node.depth());
        return node.facts().map(facts -> described(json, facts)).orElse(json);
    }

    private static Json.Obj described(Json.Obj json, Registration facts) {
        Json.Obj described = json.with("kind", facts.kind().wire())
                .with("mediaType", facts.mediaType().value());
        return facts.predicateType()
                .map(type -> described.with("predicateType", type))
                .orElse(described);
    }
}
