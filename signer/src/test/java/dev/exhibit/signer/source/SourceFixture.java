package dev.exhibit.signer.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.SourceLimits;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.GuardedFetch;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.testing.TestAuthority;
import dev.exhibit.boundary.testing.TestIdentity;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.signer.ArtifactInput;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.Content;
import dev.exhibit.signer.MemoryIntentLog;
import dev.exhibit.signer.MemoryKeyDirectory;
import dev.exhibit.signer.MemoryRefusalLog;
import dev.exhibit.signer.MemoryStoredArtifacts;
import dev.exhibit.signer.Refusals;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.Signed;
import dev.exhibit.signer.Signer;
import dev.exhibit.signer.SignerPorts;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.TestTimestamps;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A signer that fetches artifacts for itself, from a name service that knows this machine alone, and a vault that counts.
 * The secret behind every reference is {@code word}.
 */
final class SourceFixture implements AutoCloseable {
    static final SourceLimits USUAL = SourceLimits.defaults();

    final TestAuthority authority = new TestAuthority("sources");
    final MemoryVault vault = new MemoryVault();
    private final Call call = Calls.newTenant();
    private final MemoryKeyDirectory keys = new MemoryKeyDirectory();
    private final MemoryIntentLog intents = new MemoryIntentLog(keys, InstantSource.fixed(Instant.EPOCH));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Limits limits = Limits.defaults();
    private SourceSettings settings = SourceSettings.none();
    private FetchRules exceptions = FetchRules.strict();
    private Secrets secrets = reference -> "word";

    SourceFixture() {
        new SigningKeys(keys, vault).ensureActive(call);
    }

    /** These places may be fetched from, and lie inside as all do here. */
    void allow(String... origins) {
        settings = new SourceSettings(origins(origins), settings.registries(), settings.authorities());
        exceptions = FetchRules.of(List.of(origins));
    }

    /** Places that are named, but not as exceptions. */
    void nameOnly(String... origins) {
        Set<Origin> more = Stream.concat(settings.allow().stream(), origins(origins).stream())
                .collect(Collectors.toSet());
        settings = new SourceSettings(more, settings.registries(), settings.authorities());
    }

    void login(SourceSettings.Login... logins) {
        settings = new SourceSettings(settings.allow(), List.of(logins), settings.authorities());
    }

    void secrets(Secrets other) {
        secrets = other;
    }

    void limits(Limits other) {
        limits = other;
    }

    /** What an API request with these members asks for. */
    static RemoteArtifact artifact(Json.Obj members) {
        return RemoteArtifact.read(ObjectReader.of(members, ""));
    }

    Signed sign(Digest digest, RemoteArtifact artifact) {
        SignRequest request = new SignRequest(
                Calls.newKey(), digest, new ArtifactInput.Remote(artifact), new Content.ArtifactMessage());
        return signer().sign(call, request);
    }

    /** Refused before the vault was asked, and nothing is left behind. Returns what the refusal says. */
    String refused(ProblemCode code, Digest digest, RemoteArtifact artifact) {
        String detail = Refusals.expect(code, () -> sign(digest, artifact));
        assertThat(vault.signCalls()).as("uses of the key").isZero();
        assertThat(intents.size()).as("intents").isZero();
        return detail;
    }

    private Signer signer() {
        FetchLimits times = limits.fetch()
                .withTimes(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(5));
        GuardedFetch fetch = new GuardedFetch(
                exceptions.only(settings.allow()),
                host -> List.of(InetAddress.ofLiteral("127.0.0.1")),
                TestIdentity.anonymousContext(authority),
                times,
                timer);
        SignerPorts ports = new SignerPorts(
                Calls.registryOf(call),
                new MemoryStoredArtifacts(),
                new FetchedArtifacts(settings, fetch, secrets, limits, System::nanoTime),
                Optional.empty(),
                new MemoryRefusalLog(),
                intents,
                vault,
                TestTimestamps.shared());
        return new Signer(ports, limits, Calls.believed(), SignatureChecker.standard());
    }

    static Set<Origin> origins(String... origins) {
        return Stream.of(origins).map(Origin::parse).collect(Collectors.toSet());
    }

    static Json.Obj descriptor(String mediaType, Digest digest, long size) {
        return Json.object()
                .with("mediaType", mediaType)
                .with("digest", digest.toString())
                .with("size", size);
    }

    static Bytes text(String text) {
        return Bytes.utf8(text);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
