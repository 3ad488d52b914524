package dev.exhibit.evidence.blob.s3;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The store in a bucket of MinIO as {@code deploy/compose} runs it; skipped where no container engine is. */
@Tag("peer")
@EnabledIf(value = "hasEngine", disabledReason = "no container engine on this machine")
class MinioContainerTest extends S3ObjectsContract {
    private static final DockerImageName IMAGE =
            DockerImageName.parse("quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z");
    private static final int PORT = 9000;
    private static final String USER = "exhibit";
    private static final String PASSWORD = "only of this test";

    private static @Nullable GenericContainer<?> container;

    static boolean hasEngine() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void start() {
        container = new GenericContainer<>(IMAGE)
                .withCommand("server", "/data")
                .withEnv(Map.of(
                        "MINIO_ROOT_USER",
                        USER,
                        "MINIO_ROOT_PASSWORD",
                        PASSWORD,
                        "MINIO_SITE_REGION",
                        TestBucket.REGION))
                .withExposedPorts(PORT)
                .waitingFor(Wait.forHttp("/minio/health/live").forPort(PORT));
        container.start();
    }

    @AfterAll
    static void stop() {
        if (container != null) {
            container.close();
        }
    }

    @Override
    protected TestBucket fresh() {
        GenericContainer<?> running = Objects.requireNonNull(container);
        String endpoint = "http://" + running.getHost() + ":" + running.getMappedPort(PORT);
        return new TestBucket.Server(endpoint, USER, PASSWORD).bucket();
    }
}
