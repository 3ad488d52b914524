package dev.exhibit.bench.explain;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.derive.ExplainFunction;
import dev.exhibit.evidence.policy.RuleBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Explains SBOMs of growing size against growing numbers of advisories, from bytes to bytes: all documents are read, every
 * component meets the advisories about its package (ten for each package, if there are so many), every pair goes through the
 * default rules, and the trace is written. Median of seven after a warm-up.
 */
public final class ExplainBench {
    private static final int PACKAGES = 1_000;
    private static final int WARM_UPS = 10;
    private static final int RUNS = 7;

    private ExplainBench() {}

    /** @param args none */
    public static void main(String[] args) {
        System.out.println("components  advisories  findings  trace, bytes  median, ms");
        run(1_000, 10_000, WARM_UPS);
        for (int components : new int[] {250, 500, 1_000, 2_000}) {
            run(components, 10_000, 2);
        }
        for (int advisories : new int[] {2_500, 5_000, 20_000}) {
            run(1_000, advisories, 2);
        }
    }

    private static void run(int components, int advisories, int warmUps) {
        Map<String, Bytes> inputs = ExplainFunction.inputs(
                sbom(components), RuleBook.standard(), List.of(advisories(advisories)), List.of());
        Json.Obj parameters = ExplainFunction.parameters(Instant.parse("2026-01-31T12:00:00Z"), new TreeSet<>());
        ExplainFunction explain = new ExplainFunction();
        for (int run = 0; run < warmUps; run++) {
            explain.apply(inputs, parameters);
        }
        double[] millis = new double[RUNS];
        Bytes trace = Bytes.empty();
        for (int run = 0; run < RUNS; run++) {
            long begun = System.nanoTime();
            trace = explain.apply(inputs, parameters);
            millis[run] = (System.nanoTime() - begun) / 1e6;
        }
        Arrays.sort(millis);
        int findings = trace.asLenientText().split("\"match\":", -1).length - 1;
        System.out.printf(
                Locale.ROOT,
                "%10d  %10d  %8d  %12d  %10.0f%n",
                components,
                advisories,
                findings,
                trace.size(),
                millis[RUNS / 2]);
    }

    private static Bytes sbom(int count) {
        List<Json> components = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            String name = "package-" + n % PACKAGES;
            String version = "1." + n / PACKAGES + "." + n % 20;
            components.add(Json.object()
                    .with("type", "library")
                    .with("bom-ref", "c" + n)
                    .with("name", name)
                    .with("version", version)
                    .with("purl", "pkg:npm/" + name + "@" + version));
        }
        return CanonicalJson.of(Json.object()
                        .with("bomFormat", "CycloneDX")
                        .with("specVersion", "1.6")
                        .with("components", Json.array(components)))
                .bytes();
    }

    private static Bytes advisories(int count) {
        List<Json> advisories = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Json events = Json.array(List.of(
                    Json.object().with("introduced", "1.0." + n % 10),
                    Json.object().with("fixed", "1.0." + n % 30)));
            Json affected = Json.object()
                    .with("package", Json.object().with("ecosystem", "npm").with("name", "package-" + n % PACKAGES))
                    .with(
                            "ranges",
                            Json.array(
                                    List.of(Json.object().with("type", "SEMVER").with("events", events))));
            advisories.add(Json.object()
                    .with("id", "GHSA-" + n)
                    .with("modified", "2026-01-01T00:00:00Z")
                    .with("aliases", Json.texts(List.of("CVE-2026-" + n)))
                    .with("summary", "A flaw in package-" + n % PACKAGES)
                    .with("details", "It can be used to do what should not be done. ".repeat(20))
                    .with("affected", Json.array(List.of(affected))));
        }
        return CanonicalJson.of(Json.array(advisories)).bytes();
    }
}
