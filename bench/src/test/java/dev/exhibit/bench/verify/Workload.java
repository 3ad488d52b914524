package dev.exhibit.bench.verify;

import dev.exhibit.bench.opinion.Asking;
import dev.exhibit.bench.opinion.Question;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.verify.Artifact;
import dev.sigstore.KeylessVerifier;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bundles of one kind to be verified again and again.
 *
 * @param name of the row
 * @param goal verifications per core-second
 * @param keyless whether sigstore-java takes it
 * @param questions all to be accepted
 */
record Workload(String name, int goal, boolean keyless, List<Question> questions) {
    private static final int DIFFERENT = 64;
    private static final String END = ".jar.sigstore.json";
    private static final String WORKFLOW = "https://github.com/sigstore/sigstore-java/"
            + ".github/workflows/release-sigstore-java-from-tag.yaml@refs/tags/v";
    private static final String ISSUER = "https://token.actions.githubusercontent.com";

    Workload {
        questions = List.copyOf(questions);
    }

    /** A managed key's attestation. */
    static Workload managedKey() {
        return made("managed-key", 3000, false, Kind.KEY_DSSE);
    }

    /** Certificate, its timestamp, log entry, checkpoint and RFC 3161 timestamp: a message, for sigstore-java's sake. */
    static Workload identityCertificate() {
        return made("identity-certificate", 1200, true, Kind.IDENTITY_MESSAGE);
    }

    private static Workload made(String name, int goal, boolean keyless, Kind kind) {
        ThrowawaySigstore sigstore = new ThrowawaySigstore();
        Asking asking = new Asking(sigstore);
        List<Question> questions = IntStream.range(0, DIFFERENT)
                .mapToObj(number -> asking.genuine(sigstore.bundle(kind)))
                .toList();
        return new Workload(name, goal, keyless, questions);
    }

    /**
     * Real bundles of sigstore-java's releases against the public trust root.
     *
     * @param bundles folder with {@code sigstore-NAME-VERSION.jar.sigstore.json}
     * @param root the public trust root
     */
    static Workload publicKeyless(Path bundles, Path root) throws IOException {
        Question.Trusted trust = new Question.Trusted(List.of(), Bytes.owned(Files.readAllBytes(root)));
        try (Stream<Path> files = Files.list(bundles)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(END)).sorted().toList();
            List<Question> questions = new ArrayList<>();
            for (Path file : found) {
                questions.add(real(file, trust));
            }
            return new Workload("public-keyless", 500, true, questions);
        }
    }

    private static Question real(Path file, Question.Trusted trust) throws IOException {
        Bytes bundle = Bytes.owned(Files.readAllBytes(file));
        String name = file.getFileName().toString().replace(END, "");
        String version = name.substring(name.lastIndexOf('-') + 1);
        Question.Identity identity = new Question.Identity(WORKFLOW + version, ISSUER);
        return new Question(
                bundle, artifact(bundle, name), trust, new Question.Demanded(Optional.of(identity), 1, 1, 1));
    }

    /** The jar itself where it is on our class path: npm takes no digest. */
    private static Artifact artifact(Bytes bundle, String name) throws IOException {
        Path jar = sigstoreJava();
        if (jar.getFileName().toString().equals(name + ".jar")) {
            return new Artifact.Whole(Bytes.owned(Files.readAllBytes(jar)));
        }
        return switch (Bundle.decode(bundle).content()) {
            case BundleContent.Message message -> new Artifact.Named(message.artifact());
            case BundleContent.Dsse ignored -> throw new IllegalArgumentException(name + " is an attestation");
        };
    }

    private static Path sigstoreJava() {
        try {
            return Path.of(KeylessVerifier.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Writes the questions, one a line. */
    Path write(Path folder) throws IOException {
        return Files.write(
                folder.resolve(name), questions.stream().map(Question::line).toList());
    }
}
