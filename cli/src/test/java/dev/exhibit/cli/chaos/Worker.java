package dev.exhibit.cli.chaos;

import dev.exhibit.cli.InstalledProgram;
import dev.exhibit.cli.chaos.Acknowledged.Act;
import dev.exhibit.client.Attested;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.EvidenceRecord;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Registered;
import dev.exhibit.client.Registration;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.testkit.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A client that stores evidence, attests and reads lists, one act after another, each again until it is acknowledged. What
 * was acknowledged is on its ledger before the next act begins. For one thread.
 */
final class Worker {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PER_SUBJECT = 6;
    private static final int SMALL = 16 * 1024;
    private static final int LARGE = 1_500_000;
    /** In an outage also 500 with {@code integrity}: what came from the store was wrong, and was not served. */
    private final Predicate<ClientProblem> isPassing;

    private final List<ExhibitClient> services;
    private final Path folder;
    private final Ledger ledger;
    private final Findings findings;
    private final Random random;
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final List<Digest> ofSubject = new ArrayList<>();
    private Digest subject;
    private int turn;
    private int written;
    private volatile int count;

    /**
     * @param services where acts may be asked for, the next one after a refusal
     * @param folder of its own
     * @param seed of all it chooses
     * @param isPassing what is asked again
     */
    Worker(
            List<ExhibitClient> services,
            Path folder,
            Findings findings,
            long seed,
            Predicate<ClientProblem> isPassing) {
        this.isPassing = isPassing;
        this.services = List.copyOf(services);
        this.folder = folder;
        this.ledger = Ledger.open(folder.resolve("ledger"));
        this.findings = findings;
        this.random = new Random(seed);
        this.subject = Hashing.of(Bytes.utf8("subject " + random.nextLong()));
        this.turn = random.nextInt(services.size());
    }

    /** Works until there is {@code enough}, and ends the act under way. */
    void run(BooleanSupplier enough) {
        while (!enough.getAsBoolean()) {
            try {
                round();
            } catch (ClientProblem refusal) {
                findings.add("failed", refusal.status() + " " + refusal.getMessage());
                return;
            }
        }
    }

    /** How often it was refused what, and asked again. */
    Map<String, Integer> refusals() {
        return Map.copyOf(refused);
    }

    /** How much was acknowledged; any thread may ask. */
    int count() {
        return count;
    }

    List<Acknowledged> acknowledged() {
        return ledger.lines().stream().map(Acknowledged::parse).toList();
    }

    private void round() {
        if (ofSubject.size() == PER_SUBJECT) {
            subject = Hashing.of(Bytes.utf8("subject " + random.nextLong()));
            ofSubject.clear();
        }
        store();
        if (random.nextInt(3) == 0) {
            attest();
        }
        if (random.nextInt(2) == 0) {
            read();
        }
    }

    private void store() {
        byte[] content = new byte[random.nextInt(20) == 0 ? LARGE : 1 + random.nextInt(SMALL)];
        random.nextBytes(content);
        Bytes bytes = Bytes.owned(content);
        Digest digest = Hashing.of(bytes);
        Optional<Json.Obj> kept = asked(service -> service.putBlob(digest, bytes));
        write(new Acknowledged(Act.BLOB, "-", digest, digest, List.of(), receipt(kept)));
        List<Digest> links = ofSubject.isEmpty() ? List.of() : List.of(ofSubject.getLast());
        Registration claim = new Registration(
                digest,
                "other",
                "application/octet-stream",
                List.of(subject),
                links.stream()
                        .map(target -> new Registration.Link("derived-from", target))
                        .toList());
        Registered registered = asked(service -> service.registered(claim));
        write(new Acknowledged(Act.EVIDENCE, "-", digest, subject, links, receipt(registered.receipt())));
        ofSubject.add(digest);
    }

    private void attest() {
        String key = new UUID(random.nextLong(), random.nextLong()).toString();
        Path artifact = artifact(key);
        Digest digest = Hashing.of(artifact).digest();
        Attested attested = asked(service -> service.attest(InstalledProgram.provenance(key, digest), artifact, false));
        write(new Acknowledged(Act.ATTESTATION, key, attested.evidence(), digest, List.of(), Bytes.empty()));
    }

    /** What was attested under a key. */
    Path artifact(String key) {
        try {
            return Files.writeString(folder.resolve(key), "artifact of " + key);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** All that this client was told is there is listed at once, and nothing twice. */
    private void read() {
        List<Digest> listed = asked(service -> service.evidenceOf(subject)).stream()
                .map(EvidenceRecord::digest)
                .toList();
        if (!listed.equals(listed.stream().distinct().toList())) {
            findings.add("duplicate", "listed twice for " + subject);
        }
        if (!listed.containsAll(ofSubject)) {
            findings.add("lost", "not listed for " + subject + " though it was acknowledged");
        }
    }

    private <T> T asked(Function<ExhibitClient, T> act) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return act.apply(services.get(turn % services.size()));
            } catch (ClientProblem refusal) {
                if (!isPassing.test(refusal) || System.nanoTime() > end) {
                    throw refusal;
                }
                refused.merge(refusal.status() + " " + refusal.detail().orElse(refusal.code()), 1, Integer::sum);
                turn++;
            }
        }
    }

    private static Bytes receipt(Optional<Json.Obj> given) {
        return given.map(document -> CanonicalJson.of(document).bytes()).orElse(Bytes.empty());
    }

    private void write(Acknowledged acknowledged) {
        ledger.write(acknowledged.line());
        count = ++written;
    }
}
