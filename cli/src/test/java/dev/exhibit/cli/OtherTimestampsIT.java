package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.testing.TestTimestampAuthority;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.serve.DataDirectory;
import dev.exhibit.cli.serve.Platform;
import dev.exhibit.cli.serve.RunningService;
import dev.exhibit.cli.serve.Wiring;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.VerifiedTime;
import dev.exhibit.crypto.verify.Verifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real service whose signatures two others stamp as well, one of which must. */
@Tag("proof")
class OtherTimestampsIT {
    private static final Bytes CONTENT = Bytes.utf8("an artifact");
    private static final Digest ARTIFACT = Hashing.of(CONTENT);

    @TempDir
    static Path folder;

    private static TestTimestampAuthority one;
    private static TestTimestampAuthority two;

    @BeforeAll
    static void configure() throws IOException {
        one = new TestTimestampAuthority("one", folder.resolve("one"));
        two = new TestTimestampAuthority("two", folder.resolve("two"));
        Files.write(folder.resolve("artifact"), CONTENT.toArray());
        Files.writeString(folder.resolve("one.pem"), one.chain());
        Files.writeString(folder.resolve("two.pem"), two.chain());
        Files.writeString(folder.resolve("asking.json"), config(true));
        Files.writeString(folder.resolve("retired.json"), config(false));
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    private static String config(boolean ask) {
        return ("{'listen':{'port':0},'operations':{'port':0},'authority':{'port':0},'fetch':{'allow':['"
                        + one.url().origin() + "','" + two.url().origin() + "']},'timestamps':{'demand':"
                        + (ask ? 1 : 0)
                        + ",'external':[" + external("one", one, ask) + "," + external("two", two, ask) + "]}}")
                .replace('\'', '"');
    }

    private static String external(String name, TestTimestampAuthority authority, boolean ask) {
        return "{'name':'" + name + "','url':'" + authority.url().origin()
                + authority.url().target() + "','chains':['" + folder.resolve(name + ".pem") + "'],'ask':" + ask + "}";
    }

    @Test
    void whatGoesOutIsStampedByEnoughAndARepeatedRequestGetsTheSameBytes() throws Exception {
        Bytes first;
        try (RunningService service = start("asking");
                ExhibitClient client = InstalledProgram.impatient(context())) {
            first = sign(client, "request-1");
            verified(first, 3);
            two.status = 500;
            verified(sign(client, "request-2"), 2);
            one.status = 500;
            ClientProblem refused = catchThrowableOfType(ClientProblem.class, () -> sign(client, "request-3"));
            assertThat(refused.status()).isEqualTo(503);
            one.status = 200;
            two.status = 200;
            verified(sign(client, "request-3"), 3);
            assertThat(sign(client, "request-1")).isEqualTo(first);

            assertThat(read(service, "/metrics"))
                    .contains("exhibit_clock_skew_seconds{reference=\"database\"}")
                    .contains("exhibit_clock_skew_seconds{reference=\"one\"}")
                    .contains("dependency=\"timestamps-two\"");
            two.ahead = Duration.ofSeconds(-10);
            verified(sign(client, "request-4"), 3);
            assertThat(read(service, "/health/ready")).contains("off that of two");
            two.ahead = Duration.ZERO;
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(read(service, "/health/ready")).doesNotContain("off that of two"));
        }
        int asked = one.questions.get();
        try (RunningService service = start("retired");
                ExhibitClient client = InstalledProgram.impatient(context())) {
            assertThat(sign(client, "request-1"))
                    .as("believed, no longer asked")
                    .isEqualTo(first);
            verified(first, 3);
            verified(sign(client, "request-5"), 1);
            assertThat(one.questions).hasValue(asked);
            assertThat(service.authority()).isPresent();
        }
    }

    private static Bytes sign(ExhibitClient client, String key) {
        return client.sign(key, ARTIFACT, folder.resolve("artifact")).bundle();
    }

    /** By what the context pins, with that many sources of time. */
    private static void verified(Bytes bundle, int times) {
        Demands demands = Demands.ofOurs().atLeast(0, times, 1);
        Outcome outcome = new Verifier(context().pins().trust(), demands, SignatureChecker.standard())
                .verify(bundle, new Artifact.Named(ARTIFACT), Instant.now());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        found -> assertThat(found.evidence().times().stream().map(VerifiedTime::by))
                                .hasSize(times));
    }

    private static String read(RunningService service, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(service.operations() + path)).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static Context context() {
        return InstalledProgram.context(folder.resolve("data"), "pipeline");
    }

    private static RunningService start(String config) {
        return Wiring.start(
                Settings.readFile(folder.resolve(config + ".json")),
                new DataDirectory(folder.resolve("data")),
                new Platform(InstantSource.system(), new SecureRandom(), UUID::randomUUID, Map.of()),
                line -> {});
    }
}
