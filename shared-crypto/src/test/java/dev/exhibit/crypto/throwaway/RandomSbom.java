package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An SBOM with random parts and edges, of either format: names that need escaping, cycles, parts without a name of their
 * own or within others (CycloneDX), parts that read alike, every relationship (SPDX). The same seed gives the same.
 *
 * @param spdx whether it is SPDX, not CycloneDX
 * @param json the document
 * @param refs names of parts that questions may be about
 */
public record RandomSbom(boolean spdx, Json.Obj json, List<String> refs) {
    private static final List<String> RELATIONS = List.of(
            "DEPENDS_ON",
            "DEPENDENCY_OF",
            "CONTAINS",
            "CONTAINED_BY",
            "BUILD_DEPENDENCY_OF",
            "DEV_DEPENDENCY_OF",
            "OPTIONAL_DEPENDENCY_OF",
            "PROVIDED_DEPENDENCY_OF",
            "RUNTIME_DEPENDENCY_OF",
            "TEST_DEPENDENCY_OF",
            "GENERATED_FROM",
            "OTHER");
    private static final List<String> SPICES =
            List.of("", "ı", "I", "\"", "\\", "é", "\uD83D\uDE00", "\u0001", "!", "/");

    public static RandomSbom of(Random random) {
        return random.nextBoolean() ? spdx(random) : cycloneDx(random);
    }

    public Bytes bytes() {
        return CanonicalJson.of(json).bytes();
    }

    /** The same said in another order. */
    public Bytes permuted(Random random) {
        return (spdx ? Permuted.SPDX : Permuted.CYCLONEDX).document(json, random);
    }

    private static String spiced(String name, Random random) {
        return name + SPICES.get(random.nextInt(SPICES.size()));
    }

    private static RandomSbom cycloneDx(Random random) {
        List<String> refs = new ArrayList<>();
        Json.Obj metadata = random.nextInt(8) == 0
                ? Json.object()
                : Json.object().with("component", component("root", 2, refs, random));
        List<Json> components = new ArrayList<>();
        for (int i = random.nextInt(14); i >= 0; i--) {
            components.add(component("c" + i, 0, refs, random));
        }
        components.addAll(components.stream()
                .filter(each -> isNameless(each) && random.nextBoolean())
                .toList());
        List<Json> services = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String ref = named("s" + i, refs, random);
            services.add(Json.object().with("name", "service").with("bom-ref", ref));
        }
        List<Json> dependencies = new ArrayList<>();
        for (int i = random.nextInt(2 * refs.size() + 1); i > 0; i--) {
            List<String> targets = new ArrayList<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                targets.add(any(refs, random));
            }
            dependencies.add(Json.object().with("ref", any(refs, random)).with("dependsOn", Json.texts(targets)));
        }
        return new RandomSbom(
                false,
                Json.object()
                        .with("bomFormat", "CycloneDX")
                        .with("specVersion", "1." + (4 + random.nextInt(4)))
                        .with("metadata", metadata)
                        .with("components", Json.array(components))
                        .with("services", Json.array(services))
                        .with("dependencies", Json.array(dependencies)),
                refs);
    }

    private static boolean isNameless(Json component) {
        return component instanceof Json.Obj object
                && !object.members().containsKey("bom-ref")
                && !object.members().containsKey("components");
    }

    private static Json.Obj component(String name, int depth, List<String> refs, Random random) {
        Json.Obj component = Json.object().with("type", "library").with("name", "n" + random.nextInt(5));
        if (depth == 2 || refs.isEmpty() || random.nextInt(5) > 0) {
            component = component.with("bom-ref", named(name, refs, random));
        }
        if (random.nextBoolean()) {
            component = component.with("purl", purl(random));
        }
        if (random.nextInt(3) == 0) {
            component = component.with(
                    "hashes", Json.array(List.of(hash("SHA-256", "ab"), hash("SHA-1", "cd"), hash("MD5", "ef"))));
        }
        if (depth < 3 && random.nextInt(4) == 0) {
            List<Json> inner = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                inner.add(component(name + "." + i, depth + 3, refs, random));
            }
            component = component.with("components", Json.array(inner));
        }
        return component;
    }

    private static Json hash(String algorithm, String content) {
        return Json.object().with("alg", algorithm).with("content", content);
    }

    private static RandomSbom spdx(Random random) {
        List<String> refs = new ArrayList<>();
        List<Json> packages = new ArrayList<>();
        for (int i = random.nextInt(14); i >= 0; i--) {
            String ref = named("SPDXRef-" + i, refs, random);
            packages.add(packaged(ref, random));
        }
        List<Json> relations = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            relations.add(relation("SPDXRef-DOCUMENT", "DESCRIBES", any(refs, random)));
        }
        for (int i = random.nextInt(3 * refs.size()); i > 0; i--) {
            relations.add(
                    relation(any(refs, random), RELATIONS.get(random.nextInt(RELATIONS.size())), any(refs, random)));
        }
        return new RandomSbom(
                true,
                Json.object()
                        .with("spdxVersion", "SPDX-2.3")
                        .with("SPDXID", "SPDXRef-DOCUMENT")
                        .with("name", "random")
                        .with("dataLicense", "CC0-1.0")
                        .with("documentNamespace", "https://example.org/" + random.nextInt(1000))
                        .with(
                                "creationInfo",
                                Json.object()
                                        .with("created", "2026-01-01T00:00:00Z")
                                        .with("creators", Json.texts(List.of("Tool: t", "Person: p"))))
                        .with("packages", Json.array(packages))
                        .with("relationships", Json.array(relations)),
                refs);
    }

    private static Json packaged(String ref, Random random) {
        Json.Obj packaged = Json.object()
                .with("SPDXID", ref)
                .with("name", "n" + random.nextInt(5))
                .with("downloadLocation", "NOASSERTION")
                .with("filesAnalyzed", false);
        if (random.nextBoolean()) {
            Json purl = Json.object()
                    .with("referenceCategory", "PACKAGE-MANAGER")
                    .with("referenceType", "purl")
                    .with("referenceLocator", purl(random));
            Json cpe = Json.object()
                    .with("referenceCategory", "SECURITY")
                    .with("referenceType", "cpe23Type")
                    .with("referenceLocator", "cpe:2.3:a:b");
            packaged = packaged.with("externalRefs", Json.array(List.of(purl, cpe)));
        }
        return packaged;
    }

    private static Json relation(String one, String type, String other) {
        return Json.object()
                .with("spdxElementId", one)
                .with("relationshipType", type)
                .with("relatedSpdxElement", other);
    }

    private static String purl(Random random) {
        return "pkg:maven/org.g" + random.nextInt(3) + "/n" + random.nextInt(5) + "@1." + random.nextInt(3);
    }

    private static String named(String name, List<String> refs, Random random) {
        String ref = spiced(name, random);
        refs.add(ref);
        return ref;
    }

    private static String any(List<String> refs, Random random) {
        return refs.get(random.nextInt(refs.size()));
    }
}
