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
    private static final int PASSED = 14;
    private static final int ACROSS = 128;
    private static final int DOWN = 24;
    private static final int MARGIN = 24;
    private static final int INSET = 14;
    private static final int[] LINES = {21, 38, 54};
    private static final int SHORT = 12;
    private static final int MOST_SAID = 28;
    private static final int LIFT = 4;

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
    private final Map<Edge, String> relations;
    private final Columns columns;
    private final Map<String, Place> places = new HashMap<>();
    private final StringBuilder svg = new StringBuilder();

    /** The upper left corner. */
    private record Place(int x, int y, int height) {
        int right() {
            return x + WIDTH;
        }

        int middle() {
            return y + height / 2;
        }
    }

    private GraphPicture(EvidenceMap map) {
        this.map = map;
        this.relations = relations(map);
        this.columns =
                Columns.of(new EvidenceMap(map.start(), map.nodes(), List.copyOf(relations.keySet()), map.cut()));
    }

    /** The picture: an SVG document that needs nothing else. */
    public static Bytes of(EvidenceMap map) {
        GraphPicture picture = new GraphPicture(map.sorted());
        picture.draw();
        return Bytes.utf8(picture.svg.toString());
    }

    /** Two things may be connected in several ways: one line, which names them all. */
    private static Map<Edge, String> relations(EvidenceMap map) {
        return map.edges().stream()
                .collect(Collectors.groupingBy(
                        edge -> new Edge(edge.from(), "", edge.to()),
                        LinkedHashMap::new,
                        Collectors.mapping(Edge::relation, Collectors.joining(", "))));
    }

    private void draw() {
        int height = columns.all().stream().mapToInt(this::height).max().orElse(0);
        int x = MARGIN;
        for (List<String> column : columns.all()) {
            int y = MARGIN + (height - height(column)) / 2;
            for (String name : column) {
                places.put(name, new Place(x, y, height(name)));
                y += height(name) + DOWN;
            }
            x += WIDTH + ACROSS;
        }
        head(x - ACROSS + MARGIN, height + 2 * MARGIN);
        relations.forEach(this::line);
        map.nodes().forEach(this::box);
        relations.forEach(this::label);
        svg.append("</svg>\n");
    }

    private int height(List<String> column) {
        return column.stream().mapToInt(name -> height(name) + DOWN).sum() - DOWN;
    }

    private int height(String name) {
        return columns.isPassed(name) ? PASSED : HEIGHT;
    }

    private Place place(String name) {
        return Objects.requireNonNull(places.get(name), "every thing has its place");
    }

    private void head(int width, int height) {
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
    }

    private void line(Edge edge, String relation) {
        List<Place> way = columns.way(edge).stream().map(this::place).toList();
        svg.append("<path class=\"edge\" d=\"M%d %d"
                .formatted(way.getFirst().right(), way.getFirst().middle()));
        for (int step = 1; step < way.size(); step++) {
            Place from = way.get(step - 1);
            Place to = way.get(step);
            int bend = Math.max(ACROSS / 2, Math.abs(to.x() - from.right()) / 2);
            svg.append("C%d %d %d %d %d %d"
                    .formatted(from.right() + bend, from.middle(), to.x() - bend, to.middle(), to.x(), to.middle()));
            if (step < way.size() - 1) {
                svg.append("H").append(to.right());
            }
        }
        svg.append("\"><title>").append(inert(relation)).append("</title></path>\n");
    }

    /** Where a connection passes a column there is room for its name; else half way. */
    private void label(Edge edge, String relation) {
        List<Place> way = columns.way(edge).stream().map(this::place).toList();
        Place from = way.getFirst();
        Place next = way.get(1);
        boolean passes = way.size() > 2;
        svg.append("<text class=\"relation\" x=\"%d\" y=\"%d\">%s</text>\n"
                .formatted(
                        passes ? next.x() + WIDTH / 2 : (from.right() + next.x()) / 2,
                        (passes ? next.middle() : (from.middle() + next.middle()) / 2) - LIFT,
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
        return isPrinted(character) ? Html.text(Character.toString(character)) : "?";
    }

    private static boolean isPrinted(int character) {
        return (character >= ' ' && character < 0x7F) || character == '…';
    }
}
