package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartBodyTest {
    private static final String HEAD = """
            --B
            Content-Disposition: form-data; name="request"
            Content-Type: application/json

            {}
            --B
            Content-Disposition: form-data; name="artifact"; filename="a"
            Content-Type: application/octet-stream

            """.replace("\n", "\r\n");
    private static final String TAIL = "\r\n--B--\r\n";
    private static final int MAX = 1024;

    @Test
    void readsADocumentAndAStream() throws IOException {
        assertThat(artifactOf(HEAD + "some bytes" + TAIL)).isEqualTo("some bytes");
        assertThat(artifactOf(HEAD + TAIL)).isEmpty();
        assertThat(artifactOf(HEAD + "without the last line end\r\n--B--")).isEqualTo("without the last line end");
    }

    @Test
    void whatLooksAlmostLikeADelimiterIsContent() throws IOException {
        for (String content :
                List.of("\r", "\r\n", "\r\n-", "\r\n--", "\r\n--A", "\r\r\n--\r\n", "--B--", "x\r\n--b--\r\n")) {
            assertThat(artifactOf(HEAD + content + TAIL)).isEqualTo(content);
        }
    }

    @Test
    void everyTruncationIsRefused() {
        String whole = HEAD + "content with \r\n-- in it" + TAIL;
        // The line end behind the closing delimiter is the only thing that may be missing.
        for (int length = 0; length < whole.length() - 2; length++) {
            String half = whole.substring(0, length);
            assertThatThrownBy(() -> artifactOf(half)).as(half).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void otherPartsOrdersAndEndsAreRefused() {
        for (String wrong : List.of(
                "preamble\r\n" + HEAD + "x" + TAIL,
                HEAD + "x" + TAIL + "epilogue",
                HEAD + "x\r\n--B\r\nContent-Disposition: form-data; name=\"more\"\r\n\r\ny" + TAIL,
                HEAD.replace("name=\"request\"", "name=\"artifact\"") + "x" + TAIL,
                HEAD.replace("application/json", "text/plain") + "x" + TAIL,
                HEAD.replace("form-data; name", "attachment; name") + "x" + TAIL,
                HEAD.replace("Content-Type: application/json\r\n", "") + "x" + TAIL,
                HEAD.replace("\r\n", "\n") + "x" + TAIL,
                HEAD.replace("Content-Type: application/json", "X: " + "y".repeat(MAX)) + "x" + TAIL)) {
            assertThatThrownBy(() -> artifactOf(wrong)).as(wrong).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aDocumentAboveTheLimitIsTooLarge() throws IOException {
        String limit = HEAD.replace("{}", "x".repeat(MAX));
        assertThat(artifactOf(limit + "a" + TAIL)).isEqualTo("a");
        assertThatThrownBy(() -> artifactOf(limit.replace("xx\r", "xxx\r") + "a" + TAIL))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void largeContentInOddPiecesComesOutAsItWentIn() throws IOException {
        long seed = 7;
        byte[] content = new byte[3_000_000];
        new Random(seed).nextBytes(content);
        Digest expected = Hashing.of(new ByteArrayInputStream(content)).digest();
        for (int piece : new int[] {1_000, 65_535, 65_536, 65_537}) {
            InputStream body = new ByteArrayInputStream(joined(content)) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    return super.read(target, offset, Math.min(length, piece));
                }
            };
            MultipartBody multipart = new MultipartBody(body, "B", MAX);
            multipart.document("request", MAX);
            assertThat(Hashing.of(multipart.lastStream("artifact")).digest()).isEqualTo(expected);
        }
    }

    private static byte[] joined(byte[] content) {
        byte[] head = HEAD.getBytes(StandardCharsets.ISO_8859_1);
        byte[] tail = TAIL.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[head.length + content.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        System.arraycopy(tail, 0, all, head.length + content.length, tail.length);
        return all;
    }

    private static String artifactOf(String body) throws IOException {
        InputStream bytes = new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1));
        MultipartBody multipart = new MultipartBody(bytes, "B", MAX);
        multipart.document("request", MAX);
        try (InputStream artifact = multipart.lastStream("artifact")) {
            return new String(artifact.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
