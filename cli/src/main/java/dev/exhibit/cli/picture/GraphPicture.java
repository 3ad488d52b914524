package dev.exhibit.cli.picture;

import dev.exhibit.cli.picture.EvidenceMap.Edge;
import dev.exhibit.cli.picture.EvidenceMap.Node;
import dev.exhibit.crypto.encoding.Bytes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Draws a graph of evidence: what was derived from what stands to its left, artifacts stand on the right. */
public final class GraphPicture {
    private static final int WIDTH = 216;
    private static final int HEIGHT = 64;
    private static final int ACROSS = 128;
    private static final int DOWN = 24;
    private static final int MARGIN = 24;
    private static final int INSET = 14;
    private static final int[] LINES = {21, 38, 54};
    private static final int SHORT = 12;
    private static final int MOST_SAID = 30;

    private static final String STYLE = """
            text{font:12px system-ui,sans-serif;fill:var(--ink)}
            svg{--ink:#1b2430;--faint:#5b6675;--paper:#fff;--line:#8a94a3;--box:#f4f6f9;--mark:#0b6e4f;background:var(--paper)}
            .kind{font-weight:600;font-size:13px}
            .digest{font-family:ui-monospace,monospace;font-size:11px;fill:var(--faint)}
            .relation{font-size:11px;fill:var(--faint);text-anchor:middle;paint-order:stroke;stroke:var(--paper);stroke-width:5px}
            .box{fill:var(--box);stroke:var(--line)}
            .artifact .box{stroke:var(--ink);stroke-width:1.5}
            .attestation .box{stroke:var(--mark)}
            .start .box{stroke:var(--mark);stroke-width:3}
            .edge{fill:none;stroke:var(--line);marker-end:url(#end)}
            #end path{fill:var(--line)}
            @media screen and (prefers-color-scheme:dark){svg{--ink:#e8ecf1;--faint:#a3adba;--paper:#12161c;--line:#5f6b7a;--box:#1c222b;--mark:#4cc295}}
            """;

    private final EvidenceMap map;
    private final Map<String, Place> places = new HashMap<>();
    private final StringBuilder svg = new StringBuilder();

    /** The upper left corner. */
    private record Place(int x, int y) {}

    private GraphPicture(EvidenceMap map) {
        this.map = map;
    }

    /** The picture: an SVG document that needs nothing else. */
    public static Bytes of(EvidenceMap told) {
        EvidenceMap map = told.sorted();
        GraphPicture picture = new GraphPicture(map);
        List<List<String>> columns = Columns.of(map);
        int rows = columns.stream().mapToInt(List::size).max().orElse(0);
        for (int column = 0; column < columns.size(); column++) {
            picture.stand(columns.get(column), column, rows);
        }
        picture.draw(
                2 * MARGIN + columns.size() * (WIDTH + ACROSS) - ACROSS, 2 * MARGIN + rows * (HEIGHT + DOWN) - DOWN);
        return Bytes.utf8(picture.svg.toString());
    }

    private void stand(List<String> column, int number, int rows) {
        int above = (rows - column.size()) * (HEIGHT + DOWN) / 2;
        for (int row = 0; row < column.size(); row++) {
            places.put(
                    column.get(row),
                    new Place(MARGIN + number * (WIDTH + ACROSS), MARGIN + above + row * (HEIGHT + DOWN)));
        }
    }

    private Place place(String digest) {
        return Objects.requireNonNull(places.get(digest), "every thing has its place");
    }

    private void draw(int width, int height) {
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n"
                        .formatted(width, height, width, height));
        svg.append("<title>Evidence around ").append(inert(map.start())).append("</title>\n");
        svg.append("<desc>%d things, %d connections%s</desc>\n"
                .formatted(map.nodes().size(), map.edges().size(), map.cut() ? "; there is more than is drawn" : ""));
        svg.append("<style>\n").append(STYLE).append("</style>\n");
        svg.append(
                "<defs><marker id=\"end\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">"
                        + "<path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n");
        relations().forEach(this::line);
        map.nodes().forEach(this::box);
        relations().forEach(this::label);
        svg.append("</svg>\n");
    }

    /** Two things may be connected in several ways: one line, which names them all. */
    private Map<Edge, String> relations() {
        return map.edges().stream()
                .collect(Collectors.groupingBy(
                        edge -> new Edge(edge.from(), "", edge.to()),
                        LinkedHashMap::new,
                        Collectors.mapping(Edge::relation, Collectors.joining(", "))));
    }

    private void line(Edge edge, String relation) {
        Place from = place(edge.from());
        Place to = place(edge.to());
        int startX = from.x() + WIDTH;
        int startY = from.y() + HEIGHT / 2;
        int endY = to.y() + HEIGHT / 2;
        int bend = Math.max(ACROSS / 2, Math.abs(to.x() - startX) / 2);
        svg.append("<path class=\"edge\" d=\"M%d %dC%d %d %d %d %d %d\"><title>%s</title></path>\n"
                .formatted(startX, startY, startX + bend, startY, to.x() - bend, endY, to.x(), endY, inert(relation)));
    }

    private void label(Edge edge, String relation) {
        Place from = place(edge.from());
        Place to = place(edge.to());
        svg.append("<text class=\"relation\" x=\"%d\" y=\"%d\">%s</text>\n"
                .formatted(
                        (from.x() + WIDTH + to.x()) / 2,
                        (from.y() + to.y() + HEIGHT) / 2 - 4,
                        inert(cut(relation, MOST_SAID))));
    }

    private void box(Node node) {
        Place place = place(node.digest());
        svg.append("<g class=\"%s%s\" transform=\"translate(%d %d)\">"
                .formatted(
                        inert(node.kind()), node.digest().equals(map.start()) ? " start" : "", place.x(), place.y()));
        svg.append("<title>").append(inert(node.digest()));
        node.says().ifPresent(said -> svg.append('\n').append(inert(said)));
        svg.append("</title><rect class=\"box\" width=\"%d\" height=\"%d\" rx=\"8\"/>".formatted(WIDTH, HEIGHT));
        text(0, "kind", node.kind());
        text(1, "digest", shortened(node.digest()));
        node.says().map(GraphPicture::plain).ifPresent(said -> text(2, "digest", cut(said, MOST_SAID)));
        svg.append("</g>\n");
    }

    private void text(int line, String style, String text) {
        svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>".formatted(style, INSET, LINES[line], inert(text)));
    }

    private static String shortened(String digest) {
        int colon = digest.indexOf(':') + 1;
        return digest.length() <= colon + 2 * SHORT
                ? digest
                : digest.substring(0, colon + SHORT) + "…" + digest.substring(digest.length() - SHORT / 2);
    }

    private static String plain(String said) {
        return said.replaceFirst("^https?://", "");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** Nothing from outside is markup, or turns text round. */
    private static String inert(String text) {
        return text.chars().mapToObj(GraphPicture::inert).collect(Collectors.joining());
    }

    private static String inert(int character) {
        return switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> isPrinted(character) ? Character.toString(character) : "?";
        };
    }

    private static boolean isPrinted(int character) {
        return (character >= ' ' && character < 0x7F) || character == '…';
    }
}
