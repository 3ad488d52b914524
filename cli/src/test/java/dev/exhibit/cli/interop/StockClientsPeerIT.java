package dev.exhibit.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.cli.InstalledProgram;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.KeyCustody;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.trust.TransparencyLog;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * cosign, sigstore-go and npm, as they are, take what the installed program makes, with the log entry and the timestamp demanded,
 * and refuse it after any one change. Their table in docs/spec/interop.md is what this run says. Installed by {@code tools/peers
 * cosign sigstore-go npm}.
 */
@Tag("peer")
class StockClientsPeerIT {

    @TempDir
    Path folder;

    @Test
    void everyStockClientTakesOurBundlesAndRefusesThemChanged() throws Exception {
        List<Question> questions = questions();
        List<String> wrong = new ArrayList<>();
        StringBuilder table = new StringBuilder("| client | bundle | how | as it is |");
        Change.all().forEach(change -> table.append(' ').append(change.title()).append(" |"));
        table.append("\n|").append(" --- |".repeat(4 + Change.values().length)).append('\n');
        for (StockClient client : StockClient.values()) {
            for (Question question : questions) {
                table.append(row(client, question, wrong));
            }
        }
        assertThat(wrong).isEmpty();
        InteropPage.CLIENTS.require(table.toString());
    }

    private String row(StockClient client, Question genuine, List<String> wrong)
            throws IOException, InterruptedException {
        List<String> cells =
                new ArrayList<>(List.of(client.title(), genuine.kind().title(), client.called(genuine.kind())));
        StockClient.Verdict asItIs = client.judge(genuine, folder);
        cells.add(word(asItIs));
        if (!asItIs.accepted()) {
            wrong.add(client + " refuses " + genuine.kind() + ": " + asItIs.why());
        }
        for (Change change : Change.values()) {
            StockClient.Verdict verdict = client.judge(change.of(genuine), folder);
            cells.add(word(verdict));
            if (verdict.accepted() && change.isReadBy(client)) {
                wrong.add(client + " takes " + genuine.kind() + " in spite of " + change);
            }
        }
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String word(StockClient.Verdict verdict) {
        return verdict.accepted() ? "accepted" : "refused";
    }

    /** What a pipeline makes, after others, so that proofs have hashes. */
    private List<Question> questions() throws IOException {
        Bytes artifact = Bytes.utf8("an artifact\n");
        Digest digest = Hashing.of(artifact);
        Path file = Files.write(folder.resolve("made"), artifact.toArray());
        try (ServiceProcess service = InstalledProgram.serve(folder.resolve("data"), "-Xmx512m");
                ExhibitClient client = InstalledProgram.patient(InstalledProgram.context(service.data(), "pipeline"))) {
            for (int i = 0; i < 5; i++) {
                Bytes other = Bytes.utf8("an earlier one, " + i);
                Path earlier = Files.write(folder.resolve("earlier"), other.toArray());
                client.attest(InstalledProgram.provenance("earlier-" + i, Hashing.of(other)), earlier, false);
            }
            Bytes attested = client.attest(InstalledProgram.provenance("attested-one", digest), file, false)
                    .bundle();
            Bytes signed = client.sign("signed-one", digest, file).bundle();
            VerificationKey key = client.keys().getFirst();
            Bytes root = client.trustRoot().encode().bytes();
            return List.of(
                    new Question(Question.Kind.DSSE, attested, artifact, key, root),
                    new Question(Question.Kind.MESSAGE, signed, artifact, key, root));
        }
    }

    /** The keys of a tenant and of the timestamp authority are exchanged: what was made before holds by the newest trust root. */
    @Test
    void whatWasMadeBeforeKeysWereExchangedHoldsByTheNewestTrustRoot() throws Exception {
        Path data = folder.resolve("rotated");
        Question before = made(data, "made-before");
        exchangeKeys(data);
        Question after = made(data, "made-after");
        assertThat(TrustRoot.decode(after.trustRoot()).timestampAuthorities()).hasSize(2);
        assertThat(after.key()).isNotEqualTo(before.key());
        Question kept = before.by(after.trustRoot());
        List<String> wrong = new ArrayList<>();
        StringBuilder table = new StringBuilder(
                "| client | earlier bundle, newest root | the same, two log keys on one host"
                        + " | newest bundle, newest root | newest bundle, earlier root |\n| --- | --- | --- | --- | --- |\n");
        for (StockClient client : StockClient.values()) {
            List<StockClient.Verdict> said = List.of(
                    client.judge(kept, folder),
                    client.judge(kept.by(withAnotherLogKey(kept.trustRoot())), folder),
                    client.judge(after, folder),
                    client.judge(after.by(before.trustRoot()), folder));
            table.append(said.stream()
                    .map(StockClientsPeerIT::word)
                    .collect(Collectors.joining(" | ", "| " + client.title() + " | ", " |\n")));
            if (!said.stream().map(StockClient.Verdict::accepted).toList().equals(List.of(true, true, true, false))) {
                wrong.add(client + ": " + said);
            }
        }
        assertThat(wrong).isEmpty();
        InteropPage.ROTATED.require(table.toString());
    }

    private Question made(Path data, String name) throws IOException {
        Bytes artifact = Bytes.utf8("an artifact\n");
        Path file = Files.write(folder.resolve("artifact-" + name), artifact.toArray());
        try (ServiceProcess service = InstalledProgram.serve(data, "-Xmx512m");
                ExhibitClient client = InstalledProgram.patient(InstalledProgram.context(service.data(), "pipeline"))) {
            Bytes bundle = client.attest(InstalledProgram.provenance(name, Hashing.of(artifact)), file, false)
                    .bundle();
            return new Question(
                    Question.Kind.DSSE,
                    bundle,
                    artifact,
                    client.keys().getFirst(),
                    client.trustRoot().encode().bytes());
        }
    }

    /** As docs/operating/keys.md and time.md say. */
    private static void exchangeKeys(Path data) throws IOException {
        try (ServiceProcess service = InstalledProgram.serve(data, "-Xmx512m");
                ExhibitClient client =
                        InstalledProgram.patient(InstalledProgram.context(service.data(), "key-custodian"))) {
            KeyCustody custody = client.keyCustody();
            custody.activate(custody.prepare("next-key", "rotation").keyId(), "rotation");
        }
        try (Stream<Path> keys = Files.list(data.resolve("timestamps/keys"))) {
            Files.delete(keys.filter(key -> key.toString().endsWith(".p12"))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private static Bytes withAnotherLogKey(Bytes trustRoot) {
        TrustRoot root = TrustRoot.decode(trustRoot);
        TransparencyLog log = root.logs().getFirst();
        VerificationKey other = ThrowawayKey.p256().published();
        return root.with(TransparencyLog.of(log.baseUrl(), other, log.validFor()))
                .encode()
                .bytes();
    }
}
