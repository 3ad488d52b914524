package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.mention.Mentions;
import dev.exhibit.evidence.policy.RuleBook;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** A program that does all that is done to an SBOM, for a virtual machine of its own with little memory. */
final class LargeSbom {
    private static final int COMPONENTS = 100_000;
    private static final int NEEDS = 3;
    private static final int ADVISORIES = 1_000;

    private LargeSbom() {}

    /** Writes 50 MB: 100,000 components, each of which needs three others. */
    static void write(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"metadata\":{\"component\":{\"type\":"
                    + "\"application\",\"name\":\"large\",\"bom-ref\":\"" + ref(0) + "\"}},\"components\":[");
            for (int i = 1; i <= COMPONENTS; i++) {
                String hash = Hashing.of(Bytes.utf8("component " + i)).hex();
                out.write((i == 1 ? "" : ",\n")
                        + "{\"type\":\"library\",\"bom-ref\":\"" + ref(i) + "\",\"group\":\"org.example.g" + i % 500
                        + "\",\"name\":\"n" + i + "\",\"version\":\"1.0\",\"purl\":\"" + ref(i) + "\",\"hashes\":["
                        + "{\"alg\":\"SHA-256\",\"content\":\"" + hash + "\"}],\"licenses\":[{\"license\":{\"id\":"
                        + "\"Apache-2.0\"}}],\"description\":\"One of a hundred thousand.\"}");
            }
            out.write("],\"dependencies\":[");
            for (int i = 0; i <= COMPONENTS; i++) {
                out.write((i == 0 ? "" : ",\n") + "{\"ref\":\"" + ref(i) + "\",\"dependsOn\":[");
                for (int j = 1; j <= NEEDS; j++) {
                    out.write((j == 1 ? "" : ",") + "\"" + ref(1 + (i * NEEDS + j) % COMPONENTS) + "\"");
                }
                out.write("]}");
            }
            out.write("]}");
        }
    }

    private static String ref(int number) {
        return "pkg:maven/org.example.g" + number % 500 + "/n" + number + "@1.0";
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Bytes sbom = Bytes.owned(Files.readAllBytes(Path.of(arguments[0])));
        run(out, new SbomCanonicalFunction(), sbom, Json.object());
        run(out, new SbomCommitmentFunction(), sbom, Json.object());
        Json.Obj down = Json.object().with("component", ref(0)).with("question", "dependencies");
        Bytes all = run(out, new SliceFunction(), sbom, down);
        Json.Obj up = Json.object().with("component", ref(77)).with("question", "component");
        Bytes one = run(out, new SliceFunction(), sbom, up);
        run(out, new SliceFunction(), sbom, Json.object().with("purl", "pkg:maven/org.example.g7/*"));
        for (Bytes slice : new Bytes[] {one, all}) {
            long begun = System.nanoTime();
            Bytes proof = new SliceProofFunction().apply(SliceProofFunction.inputs(sbom, slice), Json.object());
            tell(out, "sbom-slice-proof", proof, begun);
        }
        long begun = System.nanoTime();
        Bytes trace = new ExplainFunction()
                .apply(
                        ExplainFunction.inputs(sbom, RuleBook.standard(), List.of(advisories()), List.of()),
                        ExplainFunction.parameters(Instant.parse("2026-01-31T12:00:00Z"), new TreeSet<>()));
        tell(out, "explain", trace, begun);
        begun = System.nanoTime();
        Bytes mentions = Bytes.utf8(Mentions.of(EvidenceKind.SBOM, sbom).toString());
        tell(out, "mentions", mentions, begun);
    }

    /** A thousand, each about one package that is there. */
    private static Bytes advisories() {
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= ADVISORIES; i++) {
            all.append(i == 1 ? "[" : ",")
                    .append("{\"id\":\"A-" + i + "\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[{\"package\":"
                            + "{\"ecosystem\":\"Maven\",\"name\":\"org.example.g" + i % 500 + ":n" + i
                            + "\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"}]}]}]}");
        }
        return Bytes.utf8(all.append(']').toString());
    }

    private static Bytes run(PrintStream out, PureFunction function, Bytes sbom, Json.Obj parameters) {
        long begun = System.nanoTime();
        Bytes output = function.apply(SbomCanonicalFunction.inputs(sbom), parameters);
        tell(out, function.name(), output, begun);
        return output;
    }

    private static void tell(PrintStream out, String name, Bytes output, long begun) {
        out.printf(
                Locale.ROOT,
                "%s %s %d bytes %d ms%n",
                name,
                Hashing.of(output),
                output.size(),
                (System.nanoTime() - begun) / 1_000_000);
    }
}
