package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.exhibit.cli.InstalledProgram.Ended;
import dev.exhibit.cli.replay.EvidenceFolder;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.derive.DerivationRecord;
import dev.exhibit.evidence.policy.RuleBook;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person explains an SBOM, replays the explanation, and asks what would have been otherwise. */
class ExplainIT {
    private static final Path CASE = Path.of("../testdata/explain");
    private static final String TIME = "2026-01-31T12:00:00Z";

    @TempDir
    static Path folder;

    private static ServiceProcess service;
    private static Path config;
    private static String sbom;

    @BeforeAll
    static void start() throws IOException {
        service = InstalledProgram.serve(folder.resolve("data"), new String[0]);
        config = Files.createDirectories(folder.resolve("config"));
        String context = service.data().resolve("clients/pipeline.json").toString();
        assertThat(InstalledProgram.run(config, "context", "use", context).exit())
                .isZero();
        Path artifact = Files.writeString(folder.resolve("app.jar"), "an artifact");
        Path document = CASE.resolve("app.cdx.json");
        assertThat(run("evidence", "put", document.toString(), "--kind", "sbom", "--subject", artifact.toString())
                        .exit())
                .isZero();
        sbom = Hashing.of(document).digest().toString();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void explainsReplaysAndAsksWhatIf() throws IOException {
        Path page = folder.resolve("page.html");
        Ended explained =
                explain("--policy", CASE.resolve("acme.rules.json").toString(), "--html", page.toString(), "--json");
        assertThat(explained.exit()).as(explained.text()).isZero();
        ObjectReader answer = read(explained);
        assertThat(answer.text("verdict")).isEqualTo("warn");
        assertThat(answer.objects("findings", 9)).hasSize(6);
        String derivation = answer.text("derivation");
        assertThat(Files.readString(page)).contains("exhibit replay " + derivation, answer.text("trace"));

        assertThat(run("replay", derivation).text()).contains("identical").contains(answer.text("trace"));

        Path standard =
                Files.write(folder.resolve("standard.json"), RuleBook.standard().toArray());
        Ended asked = run("replay", derivation, "--what-if", "policy=" + standard);
        assertThat(asked.exit()).as(asked.text()).isZero();
        assertThat(asked.text())
                .contains("warn -> fail")
                .contains("pkg:maven/org.acme/log@2.14.1?type=jar  GHSA-aaaa-bbbb-0001")
                .contains("not_affected (observed), pass -> affected (versions), fail");
        assertThat(run("replay", derivation, "--what-if", "absent=" + standard).exit())
                .isEqualTo(2);
        offline(Digest.parse(derivation), standard);
        links(answer.text("trace"), document("app.openvex.json"));
    }

    /** Who contains it, on what the verdict rests, what rests on a statement, what happened since. */
    private static void links(String trace, String vex) {
        String artifact = folder.resolve("app.jar").toString();
        String digest = Hashing.of(Path.of(artifact)).digest().toString();
        assertThat(run("evidence", "find", "--purl", "pkg:npm/yaml").text())
                .contains("pkg:npm/yaml@1.10.0", sbom, digest);
        assertThat(run("evidence", "find", "--purl", "pkg:npm/yaml@9").text()).contains("no SBOM here contains it");
        assertThat(run("evidence", "grounds", trace).text())
                .contains(sbom, vex, "policy", "not_affected in pkg:", "[decides]");
        assertThat(run("evidence", "uses", vex).text()).contains(trace, "vex-observation");
        Ended changes = run("evidence", "changes", artifact, "--since", "2026-01-01", "--json");
        assertThat(read(changes).object("verdicts").text("after")).isNotEmpty();
        assertThat(read(changes).objects("parts", 99)).hasSizeGreaterThan(3);
        assertThat(run("evidence", "changes", artifact, "--since", "2999-01-01").text())
                .contains("nothing");
        assertThat(run("evidence", "changes", artifact, "--since", "lately").exit())
                .isEqualTo(2);
    }

    private static String document(String name) {
        return Hashing.of(CASE.resolve(name)).digest().toString();
    }

    /** The same from files alone; then one byte of one input is changed. */
    private static void offline(Digest derivation, Path standard) throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        EvidenceFolder evidence = new EvidenceFolder(files);
        DerivationRecord record;
        try (ExhibitClient client = InstalledProgram.patient(InstalledProgram.context(service.data(), "pipeline"))) {
            evidence.put(derivation, client.blob(derivation));
            record = DerivationRecord.parse(client.blob(derivation));
            record.inputs().forEach(input -> evidence.put(input.digest(), client.blob(input.digest())));
        }
        String[] replay = {"replay", derivation.toString(), "--evidence", files.toString()};
        assertThat(run(replay).exit()).isZero();
        String[] asked = {"--what-if", "policy=" + standard, "--json"};
        Ended compared = run(concat(replay, asked));
        assertThat(read(compared).object("difference").object("verdict").text("after"))
                .isEqualTo("fail");

        Path advisory = evidence.file(record.inputs().getFirst().digest()).orElseThrow();
        Bytes changed = Bytes.utf8(Files.readString(advisory).replace("2.15.0", "2.14.0"));
        Files.write(advisory, changed.toArray());
        Ended differs = run(concat(replay, asked));
        assertThat(differs.exit()).isEqualTo(6);
        assertThat(read(differs).text("difference")).startsWith("input_corrupt: input advisory-0001");
    }

    @Test
    void anSbomThatFitsIntoNoStatementIsAttestedByReference() throws IOException {
        Path artifact = Files.writeString(folder.resolve("large.jar"), "another artifact");
        String text = "x".repeat(450_000);
        StringBuilder components = new StringBuilder();
        for (int n = 0; n < 40; n++) {
            components
                    .append(n == 0 ? "" : ",")
                    .append("{\"type\":\"library\",\"bom-ref\":\"n" + n + "\",\"name\":\"n" + n
                            + "\",\"purl\":\"pkg:npm/n" + n + "@1.0.0\",\"description\":\"" + text + "\"}");
        }
        Path large = Files.writeString(
                folder.resolve("large.cdx.json"),
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[" + components + "]}");
        String digest = Hashing.of(large).digest().toString();
        Ended attested = run("attest", artifact.toString(), "--sbom", large.toString(), "--json");
        assertThat(attested.exit()).as(attested.text()).isZero();
        ObjectReader first = read(attested).objects("attestations", 2).getFirst();
        assertThat(first.text("predicateType")).isEqualTo(PredicateTypes.REFERENCE);
        Ended verified = run("verify", artifact.toString(), "--bundle", first.text("bundle"));
        assertThat(verified.exit()).as(verified.text()).isZero();
        assertThat(run("evidence", "grounds", first.text("evidence")).text()).contains(digest, "sbom");
        // A long document is read for its packages in the background.
        await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> run("evidence", "find", "--purl", "pkg:npm/n7@1.0.0")
                                .text(),
                        said -> said.contains(digest));
        Path slice = folder.resolve("large.slice.json");
        Ended cut = run("sbom", "slice", digest, "--component", "n7", "-o", slice.toString());
        assertThat(cut.exit()).as(cut.text()).isZero();
    }

    @Test
    void whatFailsIsRefused() {
        Ended failed = explain();
        assertThat(failed.exit()).as(failed.text()).isEqualTo(5);
        assertThat(failed.text())
                .contains("fail")
                .contains("affected             versions    pkg:npm/yaml@1.10.0  GHSA-aaaa-bbbb-0002")
                .contains("1 components without a package URL, 1 advisories");
    }

    private static Ended explain(String... more) {
        String[] what = {
            "explain", sbom,
            "--advisory", CASE.resolve("advisories.osv.json").toString(),
            "--vex", CASE.resolve("app.openvex.json").toString(),
            "--vex", CASE.resolve("app.vex.cdx.json").toString(),
            "--at", TIME
        };
        return run(concat(what, more));
    }

    private static Ended run(String... arguments) {
        return InstalledProgram.run(config, arguments);
    }

    private static String[] concat(String[] one, String... other) {
        String[] all = new String[one.length + other.length];
        System.arraycopy(one, 0, all, 0, one.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private static ObjectReader read(Ended ended) {
        return JsonReader.readObject(Bytes.utf8(ended.text().strip()), JsonLimits.DOCUMENT);
    }
}
