package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.StoreLimits;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.store.BucketSettings.Encryption;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.s3.BucketFinding.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Proves on the real bucket what evidence relies on and what the settings claim of it, with probes under a name of their own
 * that it removes again. Thread-safe; two at once do not meet.
 */
public final class BucketDoctor {
    private static final int RACERS = 16;
    private static final int SMALLEST_PART = 5 * 1024 * 1024;
    private static final Duration HELD = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final BucketSettings settings;
    private final BucketClient client;
    private final ObjectClaims claims;
    private final ObjectClaims unlocked;
    private final Attempts attempts;
    private final ObjectKeys keys;
    private final StoreLimits limits;
    private final S3Store.Surroundings process;

    BucketDoctor(
            BucketSettings settings,
            BucketClient client,
            ObjectClaims claims,
            Attempts attempts,
            ObjectKeys keys,
            StoreLimits limits,
            S3Store.Surroundings process) {
        this.settings = settings;
        this.client = client;
        this.claims = claims;
        this.unlocked = claims.unlocked();
        this.attempts = attempts;
        this.keys = keys;
        this.limits = limits;
        this.process = process;
    }

    /** Tries everything; a server that does not answer is one finding. */
    public List<BucketFinding> examine() {
        String probe = keys.probes() + process.ids().get() + "/";
        List<BucketFinding> findings = new ArrayList<>();
        for (Function<String, BucketFinding> trial : trials()) {
            BucketFinding finding = attempt(trial, probe);
            findings.add(finding);
            if (finding.outcome() == Outcome.UNKNOWN) {
                return List.copyOf(findings);
            }
        }
        findings.add(attempt(this::cleared, probe));
        return List.copyOf(findings);
    }

    private List<Function<String, BucketFinding>> trials() {
        List<Function<String, BucketFinding>> trials = new ArrayList<>(List.of(
                this::keepsAndReturns,
                this::createsOnce,
                this::createsOnceInParts,
                this::refusesWrongChecksum,
                this::refusesWrongPart));
        if (settings.versioned()) {
            trials.add(this::keepsVersions);
        }
        if (settings.lock().isPresent()) {
            trials.add(this::holdsLocked);
        }
        trials.add(this::encrypts);
        return trials;
    }

    private BucketFinding attempt(Function<String, BucketFinding> trial, String probe) {
        try {
            return trial.apply(probe);
        } catch (S3Failure failure) {
            Outcome outcome = failure.kind() == S3Failure.Kind.LOST || failure.kind() == S3Failure.Kind.STRANGER
                    ? Outcome.UNKNOWN
                    : Outcome.BROKEN;
            return new BucketFinding("answers", outcome, "the object store " + failure.getMessage());
        } catch (ProblemException left) {
            return new BucketFinding("answers", Outcome.UNKNOWN, String.valueOf(left.getMessage()));
        }
    }

    private BucketFinding keepsAndReturns(String probe) {
        Part part = part("read-back");
        Written written = put(probe + "read", part, unlocked);
        return BucketFinding.of(
                holds(probe + "read", written.version(), part),
                "read-back",
                "what was written is read back",
                "other bytes are read back than were written: use another server");
    }

    private BucketFinding createsOnce(String probe) {
        AtomicInteger winners = new AtomicInteger();
        CompletableFuture<?>[] racers = IntStream.range(0, RACERS)
                .mapToObj(racer -> CompletableFuture.runAsync(
                        () -> {
                            if (creates(probe + "race", part("racer " + racer))) {
                                winners.incrementAndGet();
                            }
                        },
                        process.threads()))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(racers).join();
        } catch (java.util.concurrent.CompletionException failed) {
            throw S3Failure.of(failed);
        }
        return BucketFinding.of(
                winners.get() == 1 && !creates(probe + "race", part("late")),
                "create-only",
                "one of " + RACERS + " creators wins",
                winners.get() + " of " + RACERS + " creators won: the server does not keep If-None-Match,"
                        + " so evidence could be written over; use a server that does");
    }

    private boolean creates(String key, Part part) {
        String mark = process.ids().get().toString();
        return attempts.run((number, left) -> {
            try {
                client.put(key, part, unlocked, true, mark, left);
                return true;
            } catch (S3Failure failure) {
                if (failure.kind() != S3Failure.Kind.EXISTS) {
                    throw failure;
                }
                return number > 1 && client.head(key, unlocked, "", left).mark().equals(mark);
            }
        });
    }

    private BucketFinding createsOnceInParts(String probe) {
        Part part = new Part(new byte[SMALLEST_PART]);
        MultipartUpload first = upload(probe + "parts", part);
        MultipartUpload second = upload(probe + "parts", part);
        MultipartUpload.End won = first.complete();
        MultipartUpload.End late = second.complete();
        second.abort();
        return BucketFinding.of(
                won == MultipartUpload.End.MADE && late == MultipartUpload.End.THERE,
                "create-only in parts",
                "the second of two uploads in parts is refused",
                "an upload in parts is written over an object: use a server that keeps If-None-Match there, too");
    }

    private MultipartUpload upload(String key, Part part) {
        MultipartUpload upload = MultipartUpload.start(
                client, unlocked, attempts, key, process.ids().get().toString());
        upload.send(part.shared(), Bytes.empty().open(), SMALLEST_PART);
        return upload;
    }

    private BucketFinding refusesWrongChecksum(String probe) {
        boolean refused = isRefused(() -> attempts.run(
                (number, left) -> client.putWrong(probe + "wrong", part("these bytes"), part("other bytes"), left)));
        return BucketFinding.of(
                refused,
                "checksum",
                "bytes of another SHA-256 than was sent with them are refused",
                "bytes of another SHA-256 than was sent with them are taken: what breaks on the way would be"
                        + " stored; use a server that checks x-amz-checksum-sha256");
    }

    private BucketFinding refusesWrongPart(String probe) {
        String key = probe + "wrong-part";
        String upload = attempts.run((number, left) -> client.startUpload(key, unlocked, "", left));
        boolean refused = isRefused(() -> attempts.run(
                (number, left) -> client.sendWrongPart(key, upload, part("these bytes"), part("other bytes"), left)));
        attempts.run((number, left) -> {
            client.abortUpload(key, upload, left);
            return key;
        });
        return BucketFinding.of(
                refused,
                "checksum in parts",
                "a part of another SHA-256 than was sent with it is refused",
                "a part of another SHA-256 than was sent with it is taken; use a server that checks"
                        + " x-amz-checksum-sha256");
    }

    private static boolean isRefused(Runnable act) {
        try {
            act.run();
            return false;
        } catch (S3Failure failure) {
            if (failure.kind() == S3Failure.Kind.LOST || failure.kind() == S3Failure.Kind.STRANGER) {
                throw failure;
            }
            return true;
        }
    }

    private BucketFinding keepsVersions(String probe) {
        String key = probe + "versions";
        Part old = part("old");
        String version = put(key, old, unlocked).version();
        String later = put(key, part("new"), unlocked).version();
        boolean kept = !version.isEmpty() && !version.equals(later) && holds(key, version, old);
        return BucketFinding.of(
                kept,
                "versioning",
                "an overwritten object is still there under its version",
                "store.versioning is true, but the bucket keeps no versions: switch versioning on");
    }

    private BucketFinding holdsLocked(String probe) {
        String key = probe + "locked";
        Written locked = put(key, part("locked"), claims.holding(HELD));
        boolean refused = isRefused(() -> attempts.run((number, left) -> {
            client.delete(key, locked.version(), left);
            return key;
        }));
        return BucketFinding.of(
                refused && holds(key, locked.version(), part("locked")),
                "lock",
                "a locked object cannot be removed",
                "store.lockMode is given, but a locked object was removed: create the bucket with Object Lock,"
                        + " and give Exhibit's account no right to bypass it");
    }

    private BucketFinding encrypts(String probe) {
        boolean kept = put(probe + "encrypted", part("encrypted"), unlocked).encrypted();
        String claim = switch (settings.encryption()) {
            case Encryption.None ignored -> "nobody says that bytes are encrypted on the server's disks";
            case Encryption.Disk ignored -> "the operator says that the server's disks are encrypted";
            case Encryption.ByServer ignored -> "the server says that it encrypts";
            case Encryption.ByKeyService ignored -> "the server says that it encrypts, with a key of its key service";
        };
        return BucketFinding.of(
                kept,
                "encryption",
                claim,
                "store.encryption is given, but the server does not say that it encrypts: set up its keys");
    }

    /** Removes what was probed, now and by doctors that died; what is locked goes when its seconds are over. */
    private BucketFinding cleared(String probe) {
        long end = process.nanoTime().getAsLong() + PATIENCE.toNanos();
        while (!isCleared(probe) && process.nanoTime().getAsLong() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return BucketFinding.of(
                isCleared(probe),
                "probes removed",
                "nothing of this examination is left",
                "probes are left below " + keys.probes() + ": give Exhibit's account the right to remove versions");
    }

    private boolean isCleared(String probe) {
        List<BucketClient.Version> left = attempts.run((number, time) -> client.versions(keys.probes(), "", "", time))
                .found();
        left.forEach(version -> isRefused(() -> attempts.run((number, time) -> {
            client.delete(version.key(), version.id().equals("null") ? "" : version.id(), time);
            return version;
        })));
        return left.stream().noneMatch(version -> version.key().startsWith(probe));
    }

    private Written put(String key, Part part, ObjectClaims as) {
        return attempts.run((number, left) -> client.put(key, part, as, false, "", left));
    }

    private boolean holds(String key, String version, Part part) {
        Bytes read = attempts.run((number, left) -> client.get(key, version, 0, limits.readBytes(), left));
        return Hashing.of(read).equals(part.digest());
    }

    private static Part part(String text) {
        return new Part(Bytes.utf8(text));
    }
}
