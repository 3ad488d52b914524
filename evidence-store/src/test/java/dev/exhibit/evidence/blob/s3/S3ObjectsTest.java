package dev.exhibit.evidence.blob.s3;

import org.junit.jupiter.api.AfterAll;

/** The store in a bucket of s3proxy. */
class S3ObjectsTest extends S3ObjectsContract {
    private static final ProxyServer SERVER = ProxyServer.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Override
    protected TestBucket fresh() {
        return SERVER.server().bucket();
    }
}
