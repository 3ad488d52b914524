package dev.exhibit.evidence.blob.s3;

import static dev.exhibit.evidence.Refusals.refusedWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.store.BucketSettings.Encryption;
import dev.exhibit.boundary.store.BucketSettings.Lock;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore.Found;
import dev.exhibit.evidence.blob.s3.BucketFinding.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Object Lock, versions and encryption on servers that have them. */
@Tag("peer")
class ObjectLockPeerTest {
    private static final Bytes WORDS = Bytes.utf8("kept whoever asks");
    private static final TenantId ACME = new TenantId("acme");
    private static final ObjectName NAME = ObjectName.of(ACME, Area.SHA256, Hashing.of(WORDS));
    private static final Lock LOCK = new Lock(Lock.Mode.GOVERNANCE, 1);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void minioKeepsEveryPromise() throws IOException {
        try (S3Process minio = S3Process.minio(folder)) {
            TestBucket bucket = minio.server().locking();
            BucketSettings settings = bucket.settings(Optional.of(LOCK), new Encryption.ByServer());
            allKept(bucket, settings);
            locked(bucket.store(settings).objects());
            onlyWhatStaysIsLocked(bucket, bucket.store(settings).objects());
            survivesAKill(minio, bucket.store(settings).objects());
        }
    }

    @Test
    void versitygwKeepsEveryPromiseButEncryption() throws IOException {
        try (S3Process gateway = S3Process.versitygw(folder)) {
            TestBucket bucket = gateway.server().locking();
            BucketSettings settings = bucket.settings(Optional.of(LOCK), new Encryption.Disk());
            allKept(bucket, settings);
            locked(bucket.store(settings).objects());
            onlyWhatStaysIsLocked(bucket, bucket.store(settings).objects());
            survivesAKill(gateway, bucket.store(settings).objects());
            assertThat(bucket.store(bucket.settings(Optional.empty(), new Encryption.ByServer()))
                            .doctor()
                            .examine())
                    .anyMatch(finding -> finding.outcome() == Outcome.BROKEN);
        }
    }

    @Test
    void aBucketWithoutObjectLockIsFoundOut() {
        try (S3Process minio = S3Process.minio(folder)) {
            TestBucket bucket = minio.server().versioned();
            assertThat(bucket.store(bucket.settings(Optional.of(LOCK), new Encryption.None()))
                            .doctor()
                            .examine())
                    .anyMatch(finding -> finding.outcome() == Outcome.BROKEN);
        }
    }

    private static void allKept(TestBucket bucket, BucketSettings settings) {
        List<BucketFinding> findings = bucket.store(settings).doctor().examine();
        assertThat(findings).allMatch(finding -> finding.outcome() == Outcome.KEPT);
        assertThat(findings)
                .extracting(BucketFinding::promise)
                .contains("create-only", "create-only in parts", "checksum", "versioning", "lock", "encryption");
        assertThat(bucket.keys()).isEmpty();
    }

    private static void locked(S3Objects store) throws IOException {
        Found found = store.create(NAME, WORDS).found();
        assertThat(found.version()).isNotEmpty();
        for (String version : List.of(found.version(), "")) {
            assertThatThrownBy(() -> store.remove(NAME, version)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        }
        assertThat(store.find(NAME)).contains(found);
        assertThat(read(store, found.version())).isEqualTo(WORDS);
    }

    private static void onlyWhatStaysIsLocked(TestBucket bucket, S3Objects store) throws IOException {
        for (ObjectName stays : List.of(
                new ObjectName(ACME, Area.MANIFEST, "ab/manifest"),
                new ObjectName(ACME, Area.LOG, "journal/tile/0/000"))) {
            String version = store.create(stays, WORDS).found().version();
            assertThatThrownBy(() -> store.remove(stays, version)).satisfies(refusedWith(ProblemCode.UNAVAILABLE));
        }
        for (ObjectName passes : List.of(
                new ObjectName(ACME, Area.UPLOAD, "upload/part"),
                new ObjectName(ACME, Area.LOG, "journal/tile/0/000.p/7"),
                new ObjectName(ACME, Area.QUARANTINE, "sha256/ab/wrong"))) {
            store.remove(passes, store.create(passes, WORDS).found().version());
            assertThat(store.find(passes)).isEmpty();
        }
        ObjectName checkpoint = new ObjectName(ACME, Area.LOG, "journal/checkpoint");
        store.remove(checkpoint, store.create(checkpoint, WORDS).found().version());
        // One that was locked before is replaced all the same; what is below stays until its time.
        store.replace(checkpoint, Bytes.utf8("one"));
        bucket.lock("some/where/acme/log/journal/checkpoint");
        for (String text : List.of("two", "three")) {
            store.replace(checkpoint, Bytes.utf8(text));
            try (InputStream in = store.open(checkpoint, "", 0, 9)) {
                assertThat(Bytes.owned(in.readAllBytes())).isEqualTo(Bytes.utf8(text));
            }
        }
    }

    private static void survivesAKill(S3Process server, S3Objects store) throws IOException {
        Found found = store.find(NAME).orElseThrow();
        server.kill();
        server.restart();
        assertThat(store.find(NAME)).contains(found);
        assertThat(read(store, found.version())).isEqualTo(WORDS);
    }

    private static Bytes read(S3Objects store, String version) throws IOException {
        try (InputStream in = store.open(NAME, version, 0, WORDS.size())) {
            return Bytes.owned(in.readAllBytes());
        }
    }
}
