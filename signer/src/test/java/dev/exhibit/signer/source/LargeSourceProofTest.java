package dev.exhibit.signer.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.FetchStream;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.FetchedStream;
import dev.exhibit.boundary.fetch.GuardedFetch;
import dev.exhibit.boundary.fetch.Pace;
import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.boundary.tls.ServerTrust;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.signer.Signed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An artifact of 2 GiB that is made while it is read: nobody holds it, neither disk nor heap. */
@Tag("proof")
class LargeSourceProofTest {
    private static final long MIB = 1024L * 1024;
    private static final long SIZE = 2048 * MIB;
    /** Reading, framing, looking at the pace and hashing: a few buffers. */
    private static final long ALLOCATED = 8 * MIB;
    /** TLS makes some 1.5 KiB of garbage for each record of 16 KiB; whoever kept the bytes would make ten times as much. */
    private static final long ALLOCATED_BY_TLS = 256 * MIB;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void twoGibibytesAreFetchedAndHashedWithAFewBuffers() {
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
                CannedServer server = CannedServer.plain()) {
            server.answers(LargeSourceProofTest::write);
            String origin = server.origin("127.0.0.1");
            FetchStream fetch = new GuardedFetch(
                    FetchRules.of(List.of(origin)),
                    host -> List.of(),
                    ServerTrust.ofPlatform(),
                    FetchLimits.defaults(),
                    timer);
            FetchOrder order = FetchOrder.get(FetchUrl.parse(origin + "/large"), SIZE);
            Pace pace = Pace.of(1024, Duration.ofSeconds(5), Duration.ofMinutes(10));
            long before = threads.getCurrentThreadAllocatedBytes();
            try (FetchedStream answer = fetch.open(order, pace)) {
                assertThat(Hashing.of(answer.document()).size()).isEqualTo(SIZE);
            }
            assertThat(allocatedSince(before)).isLessThan(ALLOCATED);
        }
    }

    @Test
    void twoGibibytesAreSignedByUrlWithoutKeepingThem() {
        Digest digest = Hashing.of(new Zeros()).digest();
        try (SourceFixture fixture = new SourceFixture();
                CannedServer server =
                        CannedServer.tls(fixture.authority.server().clientContext(fixture.authority))) {
            server.answers(LargeSourceProofTest::write);
            fixture.allow(server.origin("localhost"));
            long before = threads.getCurrentThreadAllocatedBytes();
            Signed signed = fixture.sign(digest, at(server.origin("localhost")));
            assertThat(signed.artifact()).isEqualTo(digest);
            assertThat(allocatedSince(before)).isLessThan(ALLOCATED_BY_TLS);
        }
    }

    private long allocatedSince(long before) {
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        System.out.printf("fetched artifact: 2 GiB, %d KiB allocated%n", allocated / 1024);
        return allocated;
    }

    private static RemoteArtifact at(String origin) {
        return new RemoteArtifact.Url(FetchUrl.parse(origin + "/large"));
    }

    private static void write(OutputStream out) throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        byte[] block = new byte[(int) MIB];
        for (long written = 0; written < SIZE; written += block.length) {
            out.write(block);
        }
    }

    /** As many zeros. */
    private static final class Zeros extends InputStream {
        private long left = SIZE;

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            Arrays.fill(target, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
