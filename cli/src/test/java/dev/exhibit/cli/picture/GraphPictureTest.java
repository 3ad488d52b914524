package dev.exhibit.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.cli.picture.EvidenceMap.Edge;
import dev.exhibit.cli.picture.EvidenceMap.Node;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class GraphPictureTest {
    private static final String ARTIFACT = digest(0);
    private static final Node JAR = new Node(ARTIFACT, "artifact", Optional.empty());
    private static final Node SBOM = new Node(digest(1), "sbom", Optional.of("application/json"));
    private static final Node SLICE = new Node(digest(2), "sbom-slice", Optional.empty());
    private static final List<Edge> EDGES = List.of(
            new Edge(SBOM.digest(), "(subject)", ARTIFACT),
            new Edge(SLICE.digest(), "(subject)", ARTIFACT),
            new Edge(SLICE.digest(), "derived-from", SBOM.digest()));

    @Test
    void whatIsDerivedStandsToTheLeftOfWhatItIsDerivedFrom() {
        assertThat(things(map(List.of(JAR, SBOM, SLICE), EDGES)))
                .containsExactly(List.of(SLICE.digest()), List.of(SBOM.digest()), List.of(ARTIFACT));
    }

    @Test
    void nothingStandsInTheWayOfAConnectionOverSeveralColumns() {
        Columns columns = Columns.of(map(List.of(JAR, SBOM, SLICE), EDGES));
        List<String> way = columns.way(EDGES.get(1));
        assertThat(way).hasSize(3);
        assertThat(columns.isPassed(way.get(1))).isTrue();
        assertThat(columns.all().get(1)).contains(way.get(1), SBOM.digest());
    }

    @Test
    void circlesHaveAnEnd() {
        List<Edge> circle = List.of(
                new Edge(SBOM.digest(), "a", SLICE.digest()),
                new Edge(SLICE.digest(), "b", SBOM.digest()),
                new Edge(SBOM.digest(), "itself", SBOM.digest()));
        assertThat(things(map(List.of(SBOM, SLICE), circle)).stream()
                        .mapToInt(List::size)
                        .sum())
                .isEqualTo(2);
        assertThat(GraphPicture.of(map(List.of(SBOM, SLICE), circle)).asLenientText())
                .contains("itself");
    }

    private static List<List<String>> things(EvidenceMap map) {
        Columns columns = Columns.of(map);
        return columns.all().stream()
                .map(column ->
                        column.stream().filter(name -> !columns.isPassed(name)).toList())
                .toList();
    }

    @Test
    void everyThingAndEveryConnectionIsDrawn() throws Exception {
        Document drawn = parsed(GraphPicture.of(map(List.of(JAR, SBOM, SLICE), EDGES)));
        assertThat(drawn.getElementsByTagName("rect").getLength()).isEqualTo(3);
        assertThat(drawn.getElementsByTagName("title").getLength()).isEqualTo(1 + 3 + 3);
        assertThat(drawn.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo("3 things, 3 connections");
    }

    @Test
    void theSameEvidenceGivesTheSameBytes() {
        List<Node> nodes = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(number -> new Node(digest(number), "other", Optional.empty()))
                .toList());
        List<Edge> edges = new ArrayList<>(IntStream.range(1, 60)
                .mapToObj(number -> new Edge(digest(number), "of", digest(number / 3)))
                .toList());
        Bytes first = GraphPicture.of(map(nodes, edges));
        Collections.shuffle(nodes, new Random(5));
        Collections.shuffle(edges, new Random(6));
        assertThat(GraphPicture.of(map(nodes, edges))).isEqualTo(first);
    }

    @Test
    void whatComesFromOutsideIsNoMarkup() throws Exception {
        String hostile = "\"'><script>alert(1)</script>&\u202E\u0007";
        Node node = new Node(digest(7), hostile, Optional.of(hostile));
        Bytes drawn = GraphPicture.of(map(List.of(node, JAR), List.of(new Edge(node.digest(), hostile, ARTIFACT))));
        assertThat(parsed(drawn).getElementsByTagName("script").getLength()).isZero();
        assertThat(drawn.asLenientText()).doesNotContain("\u202E", "\u0007");
    }

    private static EvidenceMap map(List<Node> nodes, List<Edge> edges) {
        return new EvidenceMap(ARTIFACT, nodes, edges, false);
    }

    private static String digest(int number) {
        return "sha256:" + "%064x".formatted(number);
    }

    private static Document parsed(Bytes svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.toArray()));
    }
}
