package dev.exhibit.bench;

import dev.exhibit.client.AttestOrder;
import dev.exhibit.client.AttestedOrNot;
import dev.exhibit.client.ClientParts;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Retries;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Closed-loop load: a number of clients, each having one small artifact after another attested or signed, with a fresh
 * idempotency key each time.
 *
 * @param connection where to and as whom
 * @param trust what every answer must verify with
 * @param clients how many at once
 * @param artifactBytes size of each artifact
 */
record AttestLoad(Connection connection, Trust trust, int clients, int artifactBytes) {
    static final long MAX_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    /** Asks for one bundle. */
    private interface Asked {
        Bytes bundle(ExhibitClient client, Path artifact, Digest digest);
    }

    Measured attest(Duration time) {
        return run(
                time,
                (client, artifact, digest) ->
                        client.attest(order(digest), artifact, false).bundle());
    }

    Measured sign(Duration time) {
        return run(
                time,
                (client, artifact, digest) -> client.sign(UUID.randomUUID().toString(), digest, artifact)
                        .bundle());
    }

    /** Calls with so many claims each, about as many artifacts, which are stored before. */
    Measured attestMany(Duration time, int claims) {
        try (ExhibitClient client = client()) {
            List<ClosedLoop.Worker> workers = IntStream.range(0, clients)
                    .<ClosedLoop.Worker>mapToObj(number -> new Many(client, stored(client, claims), verifier(trust)))
                    .toList();
            return ClosedLoop.run(workers, time);
        }
    }

    private List<Digest> stored(ExhibitClient client, int artifacts) {
        return IntStream.range(0, artifacts)
                .mapToObj(number -> {
                    Path artifact = artifact(artifactBytes);
                    Digest digest = Hashing.of(artifact).digest();
                    client.putBlob(digest, artifact);
                    return digest;
                })
                .toList();
    }

    /** Attests the same artifacts again and again, each time anew. */
    private record Many(ExhibitClient client, List<Digest> artifacts, Verifier verifier) implements ClosedLoop.Worker {
        @Override
        public BooleanSupplier ask() {
            List<AttestedOrNot> ends = client.attestStored(
                    UUID.randomUUID().toString(),
                    artifacts.stream().map(AttestLoad::order).toList());
            return () -> IntStream.range(0, artifacts.size()).allMatch(i -> isRight(ends.get(i), artifacts.get(i)));
        }

        private boolean isRight(AttestedOrNot end, Digest artifact) {
            return end instanceof AttestedOrNot.Done done
                    && isVerified(verifier, done.attested().bundle(), artifact);
        }

        @Override
        public int answers() {
            return artifacts.size();
        }
    }

    private ExhibitClient client() {
        return new ExhibitClient(
                connection,
                new ClientParts(Retries.none(), UUID::randomUUID, InstantSource.system(), new SecureRandom()));
    }

    private Measured run(Duration time, Asked asked) {
        try (ExhibitClient client = client()) {
            List<ClosedLoop.Worker> workers = IntStream.range(0, clients)
                    .mapToObj(number -> worker(client, asked))
                    .toList();
            return ClosedLoop.run(workers, time);
        }
    }

    private ClosedLoop.Worker worker(ExhibitClient client, Asked asked) {
        Path artifact = artifact(artifactBytes);
        Digest digest = Hashing.of(artifact).digest();
        Verifier verifier = verifier(trust);
        return () -> {
            Bytes bundle = asked.bundle(client, artifact, digest);
            return () -> isVerified(verifier, bundle, digest);
        };
    }

    static Verifier verifier(Trust trust) {
        return new Verifier(trust, Demands.ofOurs(), SignatureChecker.standard());
    }

    static boolean isVerified(Verifier verifier, Bytes bundle, Digest artifact) {
        return verifier.verify(bundle, new Artifact.Named(artifact), Instant.now()) instanceof Outcome.Verified;
    }

    /** A fresh request about an artifact. */
    static AttestOrder order(Digest artifact) {
        return new AttestOrder(
                UUID.randomUUID().toString(), "load", artifact, PredicateTypes.SLSA_PROVENANCE, predicate());
    }

    /** A file of random bytes, which goes with the process. */
    static Path artifact(int artifactBytes) {
        try {
            byte[] content = new byte[artifactBytes];
            RandomGenerator.getDefault().nextBytes(content);
            Path file = Files.createTempFile("exhibit-load", ".bin");
            file.toFile().deleteOnExit();
            return Files.write(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Another one each time: an equal claim has an equal signature, which is in the log already. */
    private static Json.Obj predicate() {
        return Json.object()
                .with(
                        "buildDefinition",
                        Json.object()
                                .with("buildType", "https://exhibit.dev/build/load/v1")
                                .with("externalParameters", Json.object()))
                .with(
                        "runDetails",
                        Json.object()
                                .with("builder", Json.object().with("id", "https://exhibit.dev/build/load"))
                                .with(
                                        "metadata",
                                        Json.object()
                                                .with(
                                                        "invocationId",
                                                        UUID.randomUUID().toString())));
    }
}
