package dev.exhibit.cli.demo;

import dev.exhibit.cli.BuildFacts;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SLSA provenance v1 of the project's own jar: what the build knows about itself, and no more. A build on somebody's
 * machine proves little about its inputs; the builder's id says so.
 */
final class BuildProvenance {
    private static final String BASE = "https://exhibit.dev/build/";
    private static final int MAX = 10_000;

    private BuildProvenance() {}

    /**
     * The predicate.
     *
     * @param sbom the bill of materials that the build wrote
     */
    static Json.Obj predicate(BuildFacts facts, Bytes sbom) {
        Json.Obj definition = Json.object()
                .with("buildType", BASE + "maven/v1")
                .with(
                        "externalParameters",
                        Json.object().with("version", facts.version()).with("javaRelease", facts.release()))
                .with("internalParameters", Json.object().with("maven", facts.maven()))
                .with("resolvedDependencies", Json.array(dependencies(facts, sbom)));
        Json.Obj run = Json.object().with("builder", Json.object().with("id", BASE + "local"));
        return Json.object().with("buildDefinition", definition).with("runDetails", run);
    }

    private static List<Json> dependencies(BuildFacts facts, Bytes sbom) {
        List<Json> all = new ArrayList<>();
        facts.commit().ifPresent(commit -> all.add(source(commit, facts.dirty())));
        for (ObjectReader component :
                JsonReader.readObject(sbom, JsonLimits.DOCUMENT).objects("components", MAX)) {
            Optional<String> sha256 = component.objects("hashes", MAX).stream()
                    .filter(hash -> hash.text("alg").equals("SHA-256"))
                    .map(hash -> hash.text("content"))
                    .findFirst();
            sha256.ifPresent(digest -> all.add(Json.object()
                    .with("uri", component.text("purl"))
                    .with("digest", Json.object().with("sha256", digest))));
        }
        return all;
    }

    private static Json source(String commit, boolean dirty) {
        return Json.object()
                .with("name", "source")
                .with("digest", Json.object().with("gitCommit", commit))
                .with("annotations", Json.object().with("uncommittedChanges", dirty));
    }
}
