package dev.exhibit.signer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.ImageReference;
import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.GuardedFetch;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.signer.source.ImageEvidence.Attached;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles beside images: put there once, found again, and nothing believed that does not hash to its name. */
class ImageEvidenceTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:20:30.5Z");
    private static final Bytes IMAGE = Bytes.utf8("{\"mediaType\":\"" + Referrer.MANIFEST + "\",\"schemaVersion\":2}");

    private final ThrowawaySigstore sigstore = new ThrowawaySigstore();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final WritableRegistry registry = new WritableRegistry();
    private final Digest digest = registry.manifest(IMAGE);
    private final ImageReference image = new ImageReference(registry.name(), "app", digest);
    private final Bytes bundle =
            sigstore.bundle(Kind.KEY_DSSE_LOG_TIMESTAMP, IMAGE).encode().bytes();

    @AfterEach
    void close() {
        registry.close();
        timer.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsAttachedIsFoundAndNotAttachedTwice(boolean lists) {
        registry.lists = lists;
        Digest manifest = evidence().attach(image, bundle, NOW);
        Bytes other =
                sigstore.bundle(Kind.KEY_DSSE_LOG_TIMESTAMP, IMAGE).encode().bytes();
        assertThat(other).isNotEqualTo(bundle);
        evidence().attach(image, other, NOW);
        assertThat(evidence().attach(image, bundle, NOW.plusSeconds(60))).isEqualTo(manifest);
        assertThat(evidence().discover(image).stream().map(Attached::bundle)).containsExactlyInAnyOrder(bundle, other);
        assertThat(registry.manifests.containsKey("sha256-" + digest.hex())).isEqualTo(!lists);
    }

    /** As cosign writes it: pkg/oci/remote/write.go, WriteReferrer. */
    @Test
    void theManifestIsTheOneThatOthersRead() {
        Digest manifest = evidence().attach(image, bundle, NOW);
        String text = registry.kept(manifest.toString()).asLenientText();
        assertThat(text)
                .contains(
                        "\"artifactType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"",
                        "\"dev.sigstore.bundle.content\":\"dsse-envelope\"",
                        "\"dev.sigstore.bundle.predicateType\":\"https://slsa.dev/provenance/v1\"",
                        "\"org.opencontainers.image.created\":\"2026-03-01T10:20:30Z\"",
                        "\"subject\":{\"digest\":\"" + digest + "\",\"mediaType\":\"" + Referrer.MANIFEST
                                + "\",\"size\":" + IMAGE.size() + "}",
                        "\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"size\":2");
        assertThat(registry.blobs)
                .containsKey("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    @Test
    void whoAddsAtTheSameTimeLosesNothing() {
        registry.lists = false;
        Bytes other =
                sigstore.bundle(Kind.KEY_DSSE_LOG_TIMESTAMP, IMAGE).encode().bytes();
        // Another writer read the index before ours was in it, and overwrites it right after.
        evidence().attach(image, other, NOW);
        Bytes theirs = registry.kept("sha256-" + digest.hex());
        registry.between = Optional.of(() -> registry.manifests.put("sha256-" + digest.hex(), theirs));
        evidence().attach(image, bundle, NOW);
        assertThat(evidence().discover(image).stream().map(Attached::bundle)).containsExactlyInAnyOrder(bundle, other);
    }

    @Test
    void aBundleAboutSomethingElseIsNotAttached() {
        Bytes others = sigstore.bundle(Kind.KEY_DSSE_LOG_TIMESTAMP, Bytes.utf8("another image"))
                .encode()
                .bytes();
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> evidence().attach(image, others, NOW));
        assertThat(registry.requests).isEmpty();
    }

    @Test
    void bytesThatDoNotHashToTheirNameAreRefused() {
        registry.lists = false;
        Digest manifest = evidence().attach(image, bundle, NOW);
        registry.blobs.replaceAll((name, bytes) -> bytes.size() == bundle.size() ? flipped(bytes) : bytes);
        refused(ProblemCode.DIGEST_MISMATCH, () -> evidence().discover(image));
        Bytes changed =
                Bytes.utf8(registry.kept(manifest.toString()).asLenientText().replace("2026", "2027"));
        registry.manifests.put(manifest.toString(), changed);
        refused(ProblemCode.DIGEST_MISMATCH, () -> evidence().discover(image));
        registry.manifests.put(digest.toString(), Bytes.utf8("{}"));
        refused(ProblemCode.DIGEST_MISMATCH, () -> evidence().attach(image, bundle, NOW));
    }

    @Test
    void aListThatCannotBeReadIsNotAnEmptyOne() {
        registry.listStatus = 503;
        refused(ProblemCode.ARTIFACT_UNAVAILABLE, () -> evidence().discover(image));
        registry.listStatus = 200;
        registry.lists = false;
        assertThat(evidence().discover(image)).isEmpty();
        registry.manifests.put("sha256-" + digest.hex(), Bytes.utf8("[]"));
        refused(ProblemCode.ARTIFACT_UNAVAILABLE, () -> evidence().discover(image));
    }

    @Test
    void whatRefersToTheImageAndIsNoBundleIsLeftAside() {
        evidence().attach(image, bundle, NOW);
        Json.Obj genuine = (Json.Obj) JsonReader.read(
                registry.manifests.values().stream()
                        .filter(bytes -> !bytes.equals(IMAGE))
                        .findFirst()
                        .orElseThrow(),
                JsonLimits.MANIFEST);
        registry.manifest(bytes(genuine.with("layers", Json.array(List.of()))));
        registry.manifest(bytes(genuine.with("layers", "none")));
        assertThat(evidence().discover(image)).hasSize(1);
    }

    private ImageEvidence evidence() {
        Origin place = Origin.parse("http://" + registry.name());
        SourceSettings settings = new SourceSettings(Set.of(place), List.of(), Optional.empty());
        try {
            GuardedFetch fetch = new GuardedFetch(
                    FetchRules.strict().and(place).only(Set.of(place)),
                    host -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                    SSLContext.getDefault(),
                    Limits.defaults().fetch(),
                    timer);
            return new ImageEvidence(
                    settings,
                    fetch,
                    reference -> {
                        throw new IllegalStateException("no secret is needed");
                    },
                    Limits.defaults(),
                    System::nanoTime);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Bytes bytes(Json document) {
        return CanonicalJson.of(document).bytes();
    }

    private static Bytes flipped(Bytes bytes) {
        byte[] changed = bytes.toArray();
        changed[changed.length / 2] ^= 1;
        return Bytes.owned(changed);
    }

    private static void refused(ProblemCode code, Runnable act) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(act::run)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
