package dev.exhibit.evidence.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.boundary.store.BucketSettings.Encryption;
import dev.exhibit.boundary.store.BucketSettings.Lock;
import dev.exhibit.evidence.blob.s3.BucketFinding.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The doctor before good and bad servers. */
@Tag("proof")
class BucketDoctorTest {
    private static final ProxyServer SERVER = ProxyServer.start();
    private static final ProxyServer CREDULOUS = ProxyServer.credulous();

    @AfterAll
    static void stop() {
        SERVER.close();
        CREDULOUS.close();
    }

    private static List<String> broken(TestBucket bucket, BucketSettings settings) {
        List<BucketFinding> findings = bucket.store(settings).doctor().examine();
        return findings.stream()
                .filter(finding -> finding.outcome() != Outcome.KEPT)
                .map(BucketFinding::promise)
                .toList();
    }

    private static List<String> brokenBy(String word, String other) {
        TestBucket bucket = CREDULOUS.server().bucket();
        try (FaultProxy way = new FaultProxy(CREDULOUS.port())) {
            way.rewriting(word, other);
            return broken(bucket, bucket.at(way.endpoint(), Optional.empty(), new Encryption.None()));
        }
    }

    @Test
    void findsNothingWrongWithAGoodBucketAndLeavesNothing() {
        TestBucket bucket = SERVER.server().versioned();
        assertThat(broken(bucket, bucket.settings(Optional.empty(), new Encryption.ByServer())))
                .isEmpty();
        assertThat(bucket.keys()).isEmpty();
        assertThat(bucket.openUploads()).isZero();
    }

    @Test
    void refusesABucketThatWritesOver() {
        assertThat(brokenBy("If-None-Match: *", "If-None-Watch: *")).contains("create-only");
    }

    @Test
    void refusesABucketThatChecksNoChecksum() {
        assertThat(brokenBy("X-Amz-Checksum-Sha256", "X-Bmz-Checksum-Sha256")).contains("checksum");
    }

    @Test
    void refusesClaimsThatTheBucketDoesNotKeep() {
        TestBucket plain = SERVER.server().bucket();
        TestBucket claimed = new TestBucket(plain.server(), plain.name(), true, true);
        assertThat(broken(claimed, claimed.settings())).contains("versioning");
        assertThat(broken(
                        claimed,
                        claimed.settings(
                                Optional.of(new Lock(Lock.Mode.GOVERNANCE, 1)),
                                new Encryption.ByKeyService("no such key"))))
                .isNotEmpty();
    }

    @Test
    void saysThatAServerDoesNotAnswer() {
        TestBucket bucket = SERVER.server().bucket();
        BucketSettings nobody = bucket.at("http://127.0.0.1:1", Optional.empty(), new Encryption.None());
        List<BucketFinding> findings = bucket.store(nobody).doctor().examine();
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.UNKNOWN));
    }
}
