package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.store.BucketSettings;
import dev.exhibit.evidence.blob.s3.BucketFinding;
import java.util.List;

/** Whether a bucket keeps what evidence relies on and what the settings claim; writes probes and removes them. */
final class BucketCheck {
    private BucketCheck() {}

    static List<Finding> of(
            BucketSettings bucket, Settings settings, Secrets secrets, Platform platform, Closing closing) {
        return StoreRoom.open(bucket, settings, platform, secrets, closing).doctor().examine().stream()
                .map(BucketCheck::finding)
                .toList();
    }

    private static Finding finding(BucketFinding found) {
        String name = "bucket, " + found.promise();
        return switch (found.outcome()) {
            case KEPT -> Finding.good(name, found.detail());
            case BROKEN -> new Finding(name, Finding.Outcome.BAD, found.detail());
            case UNKNOWN -> Finding.unknown(name, found.detail());
        };
    }
}
