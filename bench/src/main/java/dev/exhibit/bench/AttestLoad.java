package dev.exhibit.bench;

import dev.exhibit.client.AttestOrder;
import dev.exhibit.client.Attested;
import dev.exhibit.client.ClientParts;
import dev.exhibit.client.Connection;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Retries;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.verify.Outcome;
import dev.exhibit.crypto.verify.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Closed-loop load: a number of clients, each attesting one small artifact after another with a fresh idempotency key.
 *
 * @param connection where to and as whom
 * @param key what every answer must verify with
 * @param clients how many at once
 * @param artifactBytes size of each artifact
 */
record AttestLoad(Connection connection, VerificationKey key, int clients, int artifactBytes) {
    Measured run(Duration time) {
        try (ExhibitClient client = new ExhibitClient(
                connection,
                new ClientParts(Retries.none(), UUID::randomUUID, InstantSource.system(), new SecureRandom()))) {
            return ClosedLoop.run(
                    Stream.generate(() -> worker(client)).limit(clients).toList(), time);
        }
    }

    private ClosedLoop.Worker worker(ExhibitClient client) {
        Path artifact = artifact();
        Digest digest = Hashing.of(artifact).digest();
        Verifier verifier = new Verifier(Set.of(key));
        return () -> {
            AttestOrder order = new AttestOrder(
                    UUID.randomUUID().toString(), "load", digest, PredicateTypes.SLSA_PROVENANCE, predicate());
            Attested attested = client.attest(order, artifact, false);
            return () -> verifier.verify(attested.bundle(), digest) instanceof Outcome.Verified;
        };
    }

    private Path artifact() {
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

    private static Json.Obj predicate() {
        return Json.object()
                .with(
                        "buildDefinition",
                        Json.object()
                                .with("buildType", "https://exhibit.dev/build/load/v1")
                                .with("externalParameters", Json.object()))
                .with(
                        "runDetails",
                        Json.object().with("builder", Json.object().with("id", "https://exhibit.dev/build/load")));
    }
}
