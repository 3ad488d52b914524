package dev.exhibit.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.boundary.testing.Peers;
import dev.exhibit.cli.InstalledProgram;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.RemoteSource;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.testkit.KeycloakProcess;
import dev.exhibit.testkit.RegistryProcess;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bundle that lies beside an image in a real registry: found there by cosign and by us, accepted as it is, and refused after
 * each change. Needs {@code tools/peers registry cosign}.
 */
@Tag("peer")
class OciPeerIT {
    @TempDir
    static Path folder;

    /** How one asks, and what is said; the image is all that is told of the bundle. */
    private interface Asked {
        StockClient.Verdict judge(Question question, PushedImage image) throws IOException, InterruptedException;
    }

    private record Asking(String client, String how, Asked asked, StockClient strictAs) {}

    @Test
    void whereReferrersAreUnknown() throws Exception {
        Path program = Peers.find("registry", "dist/usr/bin/docker-registry").resolve("dist/usr/bin/docker-registry");
        try (RegistryProcess registry = RegistryProcess.start(
                program, folder.resolve("registry"), folder.resolve("storage"), KeycloakProcess.freePort(), "")) {
            acceptedAsItIsAndRefusedAfterEachChange(registry, false, InteropPage.IMAGES);
        }
    }

    @Test
    void whereReferrersAreKnown() throws Exception {
        Path program =
                Peers.find("go-containerregistry", "go-containerregistry").resolve("go-containerregistry");
        try (RegistryProcess registry =
                RegistryProcess.withReferrers(program, folder.resolve("registry"), KeycloakProcess.freePort())) {
            acceptedAsItIsAndRefusedAfterEachChange(registry, true, InteropPage.REFERRERS);
        }
    }

    private static void acceptedAsItIsAndRefusedAfterEachChange(
            RegistryProcess registry, boolean referrers, InteropPage page) throws Exception {
        List<String> wrong = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> isThere(registry));
        PushedImage image = new PushedImage(registry, referrers, "team/app").push();
        Question genuine = attested(image);
        attach(image, genuine.bundle());
        attach(image, genuine.bundle());
        StringBuilder table = new StringBuilder("| client | how | as it is |");
        Change.all().forEach(change -> table.append(' ').append(change.title()).append(" |"));
        table.append("\n|").append(" --- |".repeat(3 + Change.values().length)).append('\n');
        for (Asking asking : askings()) {
            table.append(row(asking, genuine, image, wrong));
        }
        assertThat(wrong).isEmpty();
        page.require(table.toString());
    }

    private static List<Asking> askings() {
        return List.of(
                new Asking("`exhibit`", "`evidence discover IMAGE`, `verify`", OciPeerIT::ours, StockClient.EXHIBIT),
                new Asking(
                        StockClient.COSIGN.title(),
                        "`verify --key K --trusted-root R --use-signed-timestamps IMAGE`",
                        (question, image) -> cosign(question, image, List.of("verify")),
                        StockClient.COSIGN),
                new Asking(
                        StockClient.COSIGN.title(),
                        "`verify-attestation --type T --key K --trusted-root R --use-signed-timestamps IMAGE`",
                        (question, image) -> cosign(
                                question, image, List.of("verify-attestation", "--type", Question.PREDICATE_TYPE)),
                        StockClient.COSIGN));
    }

    private static String row(Asking asking, Question genuine, PushedImage image, List<String> wrong) throws Exception {
        List<String> cells = new ArrayList<>(List.of(asking.client(), asking.how()));
        StockClient.Verdict asItIs = asking.asked().judge(genuine, image);
        cells.add(word(asItIs));
        if (!asItIs.accepted()) {
            wrong.add(asking.how() + " refuses it: " + asItIs.why());
        }
        for (Change change : Change.values()) {
            Question changed = change.of(genuine);
            PushedImage other = new PushedImage(
                            image.registry(),
                            image.referrers(),
                            "team/" + change.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .push();
            other.attachAs(image, changed.bundle());
            StockClient.Verdict verdict = asking.asked().judge(changed, other);
            cells.add(word(verdict));
            if (verdict.accepted() && change.isReadBy(asking.strictAs())) {
                wrong.add(asking.how() + " takes it in spite of " + change);
            }
        }
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String word(StockClient.Verdict verdict) {
        return verdict.accepted() ? "accepted" : "refused";
    }

    /** What a pipeline says of the image, which the service fetched itself; after others, so that proofs have hashes. */
    private static Question attested(PushedImage image) throws IOException {
        String place = "[\"" + image.registry().origin() + "\"]";
        Path config = Files.writeString(
                folder.resolve("config.json"),
                "{\"fetch\":{\"allow\":" + place + "},\"sources\":{\"allow\":" + place + "}}");
        try (ServiceProcess service = InstalledProgram.withConfig(folder.resolve("data"), config);
                ExhibitClient client = InstalledProgram.patient(InstalledProgram.context(service.data(), "pipeline"))) {
            for (int i = 0; i < 5; i++) {
                Bytes other = Bytes.utf8("an earlier one, " + i);
                Path earlier = Files.write(folder.resolve("earlier"), other.toArray());
                client.attest(InstalledProgram.provenance("earlier-" + i, Hashing.of(other)), earlier, false);
            }
            RemoteSource.Image source = new RemoteSource.Image(image.reference(), false, List.of());
            Bytes bundle = client.attest(InstalledProgram.provenance("attested-one", PushedImage.digest()), source)
                    .bundle();
            return new Question(
                    Question.Kind.DSSE,
                    bundle,
                    PushedImage.manifest(),
                    client.keys().getFirst(),
                    client.trustRoot().encode().bytes());
        }
    }

    private static void attach(PushedImage image, Bytes bundle) throws IOException {
        Path file = Files.write(folder.resolve("attached.json"), bundle.toArray());
        InstalledProgram.Ended ended = InstalledProgram.run(
                folder.resolve("config"),
                "evidence",
                "attach",
                image.reference(),
                "--plain-http",
                "--bundle",
                file.toString());
        assertThat(ended.exit()).as(ended.text()).isZero();
    }

    private static StockClient.Verdict ours(Question question, PushedImage image)
            throws IOException, InterruptedException {
        Path found = Files.createTempDirectory(folder, "found");
        InstalledProgram.Ended ended = InstalledProgram.run(
                folder.resolve("config"),
                "evidence",
                "discover",
                image.reference(),
                "--plain-http",
                "-o",
                found.toString());
        assertThat(ended.exit()).as(ended.text()).isZero();
        try (var files = Files.list(found)) {
            List<Path> bundles = files.toList();
            assertThat(bundles).as("attached twice, there once").hasSize(1);
            Bytes bundle = Bytes.of(Files.readAllBytes(bundles.getFirst()));
            return StockClient.EXHIBIT.judge(question.with(bundle), folder);
        }
    }

    /** With no way to anywhere but this machine. */
    private static StockClient.Verdict cosign(Question question, PushedImage image, List<String> verb)
            throws IOException, InterruptedException {
        Question.Written files = question.written(folder);
        List<String> command = new ArrayList<>(List.of(
                "env", "HTTPS_PROXY=http://127.0.0.1:1", "HTTP_PROXY=http://127.0.0.1:1", "NO_PROXY=127.0.0.1"));
        command.add(Peers.find("cosign", "cosign").resolve("cosign").toString());
        command.addAll(verb);
        command.addAll(List.of(
                "--key",
                files.key().toString(),
                "--trusted-root",
                files.trustRoot().toString(),
                "--use-signed-timestamps",
                image.reference()));
        return StockClient.run(command, folder, "");
    }

    private static boolean isThere(RegistryProcess registry) throws IOException {
        String name = registry.name();
        try (Socket socket = new Socket(
                InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(name.substring(name.indexOf(':') + 1)))) {
            return socket.isConnected();
        }
    }
}
