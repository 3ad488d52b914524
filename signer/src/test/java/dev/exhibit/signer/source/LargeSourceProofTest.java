package dev.exhibit.signer.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.testing.CannedServer;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.signer.Signed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An artifact of 2 GiB that is made while it is read: nobody holds it, neither disk nor heap. */
@Tag("proof")
class LargeSourceProofTest {
    private static final long MIB = 1024L * 1024;
    private static final long SIZE = 2048 * MIB;
    /** TLS makes objects for each record of 16 KiB; holding the artifact would take a hundred times as much. */
    private static final long ALLOCATED = 64 * MIB;

    @Test
    void twoGibibytesAreHashedWithFlatMemory() {
        Digest digest = Hashing.of(new Zeros()).digest();
        try (SourceFixture fixture = new SourceFixture();
                CannedServer server =
                        CannedServer.tls(fixture.authority.server().clientContext(fixture.authority))) {
            server.answers(LargeSourceProofTest::write);
            fixture.allow(server.origin("localhost"));
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            long begin = System.nanoTime();
            Signed signed = fixture.sign(digest, at(server.origin("localhost")));
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            System.out.printf(
                    "fetched artifact: 2 GiB hashed and signed in %d ms with %d KiB allocated%n",
                    (System.nanoTime() - begin) / 1_000_000, allocated / 1024);
            assertThat(signed.artifact()).isEqualTo(digest);
            assertThat(allocated).isLessThan(ALLOCATED);
        }
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
