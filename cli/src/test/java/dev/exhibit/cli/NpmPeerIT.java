package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.Peers;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second opinion: npm's {@code @sigstore/verify} on what the demo made. Installed by {@code tools/peers npm}. */
@Tag("peer")
class NpmPeerIT {
    private static final String NAME = "exhibit-cli-" + BuildFacts.read().version() + ".jar";

    @TempDir
    Path folder;

    private Path peer = Path.of("");

    @BeforeEach
    void findPeer() {
        peer = Peers.find("npm", "verify.mjs");
    }

    @Test
    void npmAcceptsTheDemosBundlesAndRefusesThemWithOneByteChanged() throws Exception {
        runDemo();
        Pins pins = pins();
        Bytes bundle = Bytes.owned(Files.readAllBytes(folder.resolve("demo/" + NAME + ".sigstore.json")));
        Bytes sbom = Bytes.owned(Files.readAllBytes(folder.resolve("demo/" + NAME + ".sbom.sigstore.json")));

        List<String> verdicts = ask(List.of(
                request(bundle, pins),
                request(sbom, pins),
                request(changed(bundle, "payload"), pins),
                request(changed(bundle, "sig"), pins),
                request(changed(bundle, "signedTimestamp"), pins)));

        assertThat(verdicts).hasSize(5);
        assertThat(verdicts.subList(0, 2)).containsOnly("{\"verdict\":\"accepted\"}");
        assertThat(verdicts.subList(2, 5))
                .allSatisfy(verdict -> assertThat(verdict).contains("\"verdict\":\"refused\""));
        assertThat(verdicts.get(2)).as("the logged entry is of another payload").contains("TLOG");
    }

    private void runDemo() {
        InstalledProgram.Ended demo = InstalledProgram.run(
                folder.resolve("config"),
                "demo",
                "--dir",
                folder.resolve("demo").toString());
        assertThat(demo.exit()).as(demo.text()).isZero();
    }

    private Pins pins() {
        return InstalledProgram.contextFile(folder.resolve("config/exhibit/contexts/demo.json"))
                .pins();
    }

    /** With a log entry and a timestamp demanded, by the log and the authorities that the context pins. */
    private static Json request(Bytes bundle, Pins pins) {
        VerificationKey key = pins.keys().getFirst();
        assertThat(Bundle.decode(bundle).material().timestamps()).hasSize(1);
        return Json.object()
                .with("bundle", StrictBase64.encode(bundle))
                .with("trustRoot", StrictBase64.encode(pins.root().orElseThrow().document()))
                .with(
                        "demands",
                        Json.object().with("logEntries", 1).with("times", 1).with("certificateTimestamps", 0))
                .with("keys", Json.object().with(key.id().hint(), StrictBase64.encode(key.spki())));
    }

    /** The bundle with one bit of a base64 member's decoded bytes flipped, written as canonical JSON again. */
    private static Bytes changed(Bytes bundle, String member) {
        String text = bundle.asLenientText();
        int start = text.indexOf("\"" + member + "\":\"") + member.length() + 4;
        int end = text.indexOf('"', start);
        byte[] value = StrictBase64.decode(text.substring(start, end)).toArray();
        value[value.length / 2] ^= 1;
        String other = text.substring(0, start) + StrictBase64.encode(Bytes.owned(value)) + text.substring(end);
        return CanonicalJson.of(JsonReader.read(Bytes.utf8(other), JsonLimits.BUNDLE))
                .bytes();
    }

    private List<String> ask(List<Json> requests) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", peer.resolve("verify.mjs").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> verdicts = new ArrayList<>();
        try (var to = node.outputWriter(StandardCharsets.UTF_8)) {
            for (Json request : requests) {
                to.write(CanonicalJson.of(request).bytes().asLenientText());
                to.newLine();
            }
        }
        try (var from = node.inputReader(StandardCharsets.UTF_8)) {
            from.lines().forEach(verdicts::add);
        }
        assertThat(node.waitFor()).isZero();
        return verdicts;
    }
}
