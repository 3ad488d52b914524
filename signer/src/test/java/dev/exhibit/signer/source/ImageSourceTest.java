package dev.exhibit.signer.source;

import static dev.exhibit.signer.source.FakeRegistry.OCI_INDEX;
import static dev.exhibit.signer.source.FakeRegistry.OCI_MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.SourceLimits;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.signer.Signed;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An image in a registry: whatever is said to be checked was hashed here, and anything odd is refused with no trace. */
class ImageSourceTest {
    private static final Bytes OTHER = Bytes.utf8("something else");

    private final SourceFixture fixture = new SourceFixture();
    private final FakeRegistry registry = new FakeRegistry(fixture.authority);
    private final Json.Obj config = registry.blob("{}");
    private final Json.Obj layer = registry.blob("a layer");

    ImageSourceTest() {
        fixture.allow(registry.origin());
    }

    @AfterEach
    void close() {
        registry.close();
        fixture.close();
    }

    @Test
    void theManifestAloneIsHashedUnlessMoreIsAskedFor() {
        Json.Obj image = registry.image(config, layer);
        Signed signed = sign(image, false);
        signed.key().verify(digest(image), signed.signature());
        assertThat(signed.checked().wire()).isEqualTo("oci-manifest");
        assertThat(registry.requests()).hasSize(1);
        assertThat(registry.requests().getFirst())
                .contains("GET /v2/app/manifests/" + digest(image) + " ", "Accept: " + MediaTypes.ACCEPT);
    }

    @Test
    void withBlobsEachOfThemIsHashedOnce() {
        Signed signed = sign(registry.image(config, layer, layer), true);
        assertThat(signed.checked().wire()).isEqualTo("oci-manifest+blobs");
        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void anIndexLeadsToTheManifestsOfItsPlatforms() {
        Json.Obj arm = registry.image(registry.blob("arm"), layer);
        Json.Obj intel = registry.image(config, layer);
        Json.Obj index = registry.index(on(intel, "amd64", ""), on(arm, "arm64", "v8"), intel);
        assertThat(sign(index, false).checked().wire()).isEqualTo("oci-manifest");
        assertThat(registry.requests()).hasSize(4);
        assertThat(sign(index, true, "linux/arm64").checked().wire()).isEqualTo("oci-manifest+blobs");
        assertThat(registry.requests()).hasSize(4 + 4);
        sign(index, false, "linux/arm64/v8", "linux/amd64");
        assertThat(registry.requests()).hasSize(8 + 3);
    }

    @Test
    void theFormatsOfDockerAreTaken() {
        Json.Obj image = registry.manifest(FakeRegistry.DOCKER_MANIFEST, FakeRegistry.document(config, layer));
        Json.Obj index = registry.manifest(FakeRegistry.DOCKER_INDEX, FakeRegistry.indexOf(on(image, "amd64", "")));
        assertThat(sign(image, true).checked()).isEqualTo(Signed.Checked.OCI_MANIFEST_AND_BLOBS);
        assertThat(sign(index, true).checked()).isEqualTo(Signed.Checked.OCI_MANIFEST_AND_BLOBS);
    }

    @Test
    void aPlatformThatIsMissingIsRefused() {
        Json.Obj image = registry.image(config, layer);
        Json.Obj index = registry.index(on(image, "amd64", ""), image);
        for (String platform : List.of("linux/arm64", "linux/amd64/v2", "linux/amd6", "windows/amd64")) {
            assertThat(refused(ProblemCode.ARTIFACT_UNAVAILABLE, index, false, platform))
                    .contains("no manifest for " + platform);
        }
        assertThat(refused(ProblemCode.ARTIFACT_UNAVAILABLE, image, false, "linux/amd64"))
                .contains("no index");
    }

    @Test
    void anotherManifestUnderTheNameIsRefused() {
        Json.Obj image = registry.image(config, layer);
        Bytes other = Bytes.utf8("{\"schemaVersion\":2}");
        registry.put("manifests", digest(image), OCI_MANIFEST, other);
        refused(ProblemCode.DIGEST_MISMATCH, image, false);
    }

    @Test
    void aDigestBesideTheImageThatIsAnotherOneIsRefusedBeforeAnythingIsFetched() {
        Json.Obj image = registry.image(config, layer);
        fixture.refused(ProblemCode.DIGEST_MISMATCH, Hashing.of(OTHER), named(image, false));
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void wrongBlobsAreRefused() {
        Json.Obj image = registry.image(config, layer);
        // Of the right length, longer, shorter, and none at all.
        for (String wrong : List.of("b layer", "a layer and more", "a lay", "a layer.")) {
            registry.put("blobs", digest(layer), "application/octet-stream", Bytes.utf8(wrong));
            refused(ProblemCode.DIGEST_MISMATCH, image, true);
        }
        Json.Obj absent = SourceFixture.descriptor("x/y", Hashing.of(OTHER), OTHER.size());
        assertThat(refused(ProblemCode.ARTIFACT_UNAVAILABLE, registry.image(config, absent), true))
                .contains("status 404");
    }

    @Test
    void aWrongSizeInAManifestIsRefused() {
        Json.Obj lying = SourceFixture.descriptor("x/y", digest(layer), 8);
        refused(ProblemCode.DIGEST_MISMATCH, registry.image(config, lying), true);
        refused(ProblemCode.DIGEST_MISMATCH, registry.image(config, layer, lying), false);
        Json.Obj image = registry.image(config, layer);
        Json.Obj child = SourceFixture.descriptor(OCI_MANIFEST, digest(image), 3);
        refused(ProblemCode.DIGEST_MISMATCH, registry.index(child), false);
    }

    @Test
    void anIndexInAnIndexAndOtherThingsInOneAreRefused() {
        Json.Obj inner = registry.index(on(registry.image(config), "amd64", ""));
        refused(ProblemCode.ARTIFACT_UNAVAILABLE, registry.index(inner), false);
        refused(ProblemCode.ARTIFACT_UNAVAILABLE, registry.index(layer), false);
        // It says image, and is an index.
        Json.Obj posing = SourceFixture.descriptor(OCI_MANIFEST, digest(inner), size(inner));
        refused(ProblemCode.ARTIFACT_UNAVAILABLE, registry.index(posing), false);
    }

    @Test
    void whatIsNotClearlyAManifestIsRefused() {
        Json.Obj image = FakeRegistry.document(config, layer);
        Json.Obj index = FakeRegistry.indexOf();
        List<Json.Obj> odd = List.of(
                registry.manifest("application/json", image),
                registry.manifest("application/vnd.docker.distribution.manifest.v1+json", image),
                registry.manifest(OCI_INDEX, image),
                registry.manifest(OCI_MANIFEST, index),
                registry.manifest(OCI_MANIFEST, image.with("mediaType", OCI_INDEX)),
                registry.manifest(OCI_MANIFEST, image.with("manifests", Json.array(List.of()))),
                registry.manifest(OCI_INDEX, index.with("layers", Json.array(List.of()))),
                registry.manifest(OCI_MANIFEST, image.with("schemaVersion", 1)),
                registry.manifest(OCI_MANIFEST, Json.object().with("config", config)),
                registry.image(config, Json.object().with("mediaType", "x").with("digest", "sha512:00")),
                registry.image(config, SourceFixture.descriptor("x", digest(layer), -1)));
        for (Json.Obj document : odd) {
            refused(ProblemCode.ARTIFACT_UNAVAILABLE, document, true);
        }
        Digest twice = Hashing.of(Bytes.utf8("{\"a\":1,\"a\":1}"));
        registry.put("manifests", twice, OCI_MANIFEST, Bytes.utf8("{\"a\":1,\"a\":1}"));
        refused(ProblemCode.ARTIFACT_UNAVAILABLE, SourceFixture.descriptor("", twice, 0), true);
    }

    @Test
    void limitsHoldAndOneMoreIsRefused() {
        Json.Obj image = registry.image(config, layer, registry.blob("another"));
        limit(sources -> bounds(sources, (int) size(image), 1, 3));
        sign(image, true);
        try (SourceFixture strict = new SourceFixture();
                FakeRegistry other = new FakeRegistry(strict.authority)) {
            strict.allow(other.origin());
            Json.Obj one = other.image(other.blob("{}"), other.blob("1"), other.blob("2"));
            strict.limits(with(bounds(SourceLimits.defaults(), (int) size(one) - 1, 9, 9)));
            strict.refused(ProblemCode.TOO_LARGE, digest(one), image(other, one, true));
            strict.limits(with(bounds(SourceLimits.defaults(), 9999, 9, 2)));
            strict.refused(ProblemCode.ARTIFACT_UNAVAILABLE, digest(one), image(other, one, true));
            Json.Obj index = other.index(one, one);
            strict.limits(with(bounds(SourceLimits.defaults(), 9999, 1, 9)));
            strict.refused(ProblemCode.ARTIFACT_UNAVAILABLE, digest(index), image(other, index, false));
            // Manifest and blobs together; nothing of the blobs is fetched.
            strict.limits(Limits.defaults().withArtifact(size(one) + 3));
            int before = other.requests().size();
            strict.refused(ProblemCode.TOO_LARGE, digest(one), image(other, one, true));
            assertThat(other.requests()).hasSize(before + 1);
            strict.limits(Limits.defaults().withArtifact(size(one) + 4));
            strict.sign(digest(one), image(other, one, true));
        }
    }

    @Test
    void aRegistryThatIsNotNamedIsNotAsked() {
        Json.Obj image = registry.image(config, layer);
        fixture.allow("https://localhost");
        assertThat(refused(ProblemCode.SOURCE_NOT_ALLOWED, image, false)).contains(registry.origin(), "sources.allow");
        assertThat(registry.requests()).isEmpty();
    }

    private Signed sign(Json.Obj manifest, boolean blobs, String... platforms) {
        return fixture.sign(digest(manifest), named(manifest, blobs, platforms));
    }

    private String refused(ProblemCode code, Json.Obj manifest, boolean blobs, String... platforms) {
        return fixture.refused(code, digest(manifest), named(manifest, blobs, platforms));
    }

    private RemoteArtifact named(Json.Obj manifest, boolean blobs, String... platforms) {
        return image(registry, manifest, blobs, platforms);
    }

    private static RemoteArtifact image(FakeRegistry registry, Json.Obj manifest, boolean blobs, String... platforms) {
        return SourceFixture.artifact(Json.object()
                .with("artifact", registry.name() + "/app@" + digest(manifest))
                .with("blobs", blobs)
                .with("platforms", Json.texts(List.of(platforms))));
    }

    private void limit(Function<SourceLimits, SourceLimits> change) {
        fixture.limits(with(change.apply(SourceLimits.defaults())));
    }

    private static Limits with(SourceLimits sources) {
        return Limits.defaults().withSources(sources);
    }

    private static SourceLimits bounds(SourceLimits usual, int manifestBytes, int manifests, int blobs) {
        return new SourceLimits(
                manifestBytes,
                manifests,
                blobs,
                usual.tokenBytes(),
                usual.minimumRate(),
                usual.paceTime(),
                usual.totalTime());
    }

    private static Json.Obj on(Json.Obj manifest, String architecture, String variant) {
        Json.Obj platform = Json.object().with("os", "linux").with("architecture", architecture);
        return manifest.with("platform", variant.isEmpty() ? platform : platform.with("variant", variant));
    }

    private static Digest digest(Json.Obj descriptor) {
        return ObjectReader.of(descriptor, "").parsed("digest", Digest::parse);
    }

    private static long size(Json.Obj descriptor) {
        return ObjectReader.of(descriptor, "")
                .optionalInteger("size", 0, Long.MAX_VALUE)
                .orElseThrow();
    }
}
