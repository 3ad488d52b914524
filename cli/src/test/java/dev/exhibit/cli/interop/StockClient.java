package dev.exhibit.cli.interop;

import dev.exhibit.boundary.testing.Peers;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Verifiers, ours and those of other projects as they are, that are asked to demand the log entry and the timestamp. */
enum StockClient {
    EXHIBIT("`exhibit verify`", "") {
        @Override
        Verdict judge(Question question, Path folder) {
            Trust trust = new Trust(Set.of(question.key()), TrustRoot.decode(question.trustRoot()), Set.of());
            Verifier verifier = new Verifier(trust, Demands.ofService(), SignatureChecker.standard());
            Artifact artifact = new Artifact.Named(Hashing.of(question.artifact()));
            Outcome outcome = verifier.verify(question.bundle(), artifact, Instant.now());
            return new Verdict(outcome instanceof Outcome.Verified, outcome.toString());
        }

        @Override
        String called(Question.Kind kind) {
            return "the verifier of this program";
        }
    },

    COSIGN("cosign", "v3.1.3") {
        @Override
        Verdict judge(Question question, Path folder) throws IOException, InterruptedException {
            Question.Written files = question.written(folder);
            List<String> command = new ArrayList<>(offline());
            command.add(Peers.find("cosign", "cosign").resolve("cosign").toString());
            command.addAll(
                    question.kind() == Question.Kind.DSSE
                            ? List.of("verify-blob-attestation", "--type", Question.PREDICATE_TYPE)
                            : List.of("verify-blob"));
            command.addAll(List.of(
                    "--key",
                    files.key().toString(),
                    "--trusted-root",
                    files.trustRoot().toString(),
                    "--use-signed-timestamps",
                    "--bundle",
                    files.bundle().toString(),
                    files.artifact().toString()));
            return run(command, folder, "");
        }

        @Override
        String called(Question.Kind kind) {
            return kind == Question.Kind.DSSE
                    ? "`verify-blob-attestation --key K --trusted-root R --use-signed-timestamps --type T --bundle B FILE`"
                    : "`verify-blob --key K --trusted-root R --use-signed-timestamps --bundle B FILE`";
        }
    },

    SIGSTORE_GO("sigstore-go", "v1.2.1") {
        @Override
        Verdict judge(Question question, Path folder) throws IOException, InterruptedException {
            Question.Written files = question.written(folder);
            List<String> command = new ArrayList<>(offline());
            command.addAll(List.of(
                    Peers.find("sigstore-go", "sigstore-go")
                            .resolve("sigstore-go")
                            .toString(),
                    files.bundle().toString(),
                    files.key().toString(),
                    files.trustRoot().toString(),
                    files.artifact().toString()));
            return run(command, folder, "");
        }

        @Override
        String called(Question.Kind kind) {
            return "`WithTransparencyLog(1)`, `WithSignedTimestamps(1)`, `WithArtifact`, `WithKey`";
        }
    },

    NPM("npm `@sigstore/verify`", "4.1.3") {
        @Override
        Verdict judge(Question question, Path folder) throws IOException, InterruptedException {
            String script =
                    Peers.find("npm", "verify.mjs").resolve("verify.mjs").toString();
            Json.Obj asked = Json.object()
                    .with("bundle", StrictBase64.encode(question.bundle()))
                    .with("trustRoot", StrictBase64.encode(question.trustRoot()))
                    .with(
                            "demands",
                            Json.object().with("logEntries", 1).with("times", 1).with("certificateTimestamps", 0))
                    .with(
                            "keys",
                            Json.object()
                                    .with(
                                            question.key().id().hint(),
                                            StrictBase64.encode(question.key().spki())));
            // A DSSE bundle with an artifact is refused: the library leaves the statement's subject to its caller.
            Json.Obj whole = question.kind() == Question.Kind.MESSAGE
                    ? asked.with("artifact", StrictBase64.encode(question.artifact()))
                    : asked;
            return run(
                    List.of("node", script),
                    folder,
                    CanonicalJson.of(whole).bytes().asLenientText() + "\n");
        }

        @Override
        String called(Question.Kind kind) {
            return "`new Verifier(material, {tlogThreshold: 1, timestampThreshold: 1})`"
                    + (kind == Question.Kind.MESSAGE ? ", artifact given" : "; the subject is left to the caller");
        }
    };

    private final String title;
    private final String version;

    StockClient(String title, String version) {
        this.title = title;
        this.version = version;
    }

    /**
     * What a client said.
     *
     * @param why all it wrote
     */
    record Verdict(boolean accepted, String why) {}

    abstract Verdict judge(Question question, Path folder) throws IOException, InterruptedException;

    /** How it is called. */
    abstract String called(Question.Kind kind);

    String title() {
        return (title + " " + version).strip();
    }

    static Stream<StockClient> all() {
        return Stream.of(values());
    }

    /** Without any network, where a user may make a namespace. */
    private static List<String> offline() throws IOException, InterruptedException {
        List<String> prefix = List.of("unshare", "--map-root-user", "--net");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        boolean may = new ProcessBuilder(trial)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        return may ? prefix : List.of();
    }

    static Verdict run(List<String> command, Path folder, String input) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        try (var to = process.getOutputStream()) {
            to.write(Bytes.utf8(input).toArray());
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean accepted = process.waitFor() == 0 && !said.contains("\"refused\"");
        return new Verdict(accepted, said);
    }
}
