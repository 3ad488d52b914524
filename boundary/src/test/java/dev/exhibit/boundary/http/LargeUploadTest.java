package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.TestService;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uploads larger than the heap of this test, in chunks larger than the heap. */
@Tag("proof")
@Timeout(600)
class LargeUploadTest {
    private static final int CHUNK = 0x5000_0000;
    private static final int PIECE = 1024 * 1024;

    @Test
    void streamsAreNeverHeldInMemory() {
        Route hash = new Route(
                Method.PUT,
                "/v1/hash",
                Scope.EVIDENCE_WRITE,
                new Body.Stream(Limits.defaults().artifact()),
                exchange -> Answer.json(
                        200,
                        Json.object()
                                .with(
                                        "size",
                                        Hashing.of(MultipartBody.of(
                                                                exchange,
                                                                Limits.defaults()
                                                                        .edge())
                                                        .lastStream("artifact"))
                                                .size())));
        assertThat(Runtime.getRuntime().maxMemory()).isLessThan(CHUNK);
        try (TestService service = new TestService(Limits.defaults(), List.of(hash));
                RawClient client = service.pipeline()) {
            String head = "--B\r\nContent-Disposition: form-data; name=\"artifact\"\r\n"
                    + "Content-Type: application/octet-stream\r\n\r\n";
            String tail = "\r\n--B--\r\n";
            client.send("PUT /v1/hash HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=B\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(head.length()) + "\r\n" + head
                    + "\r\n");
            for (int i = 0; i < 2; i++) {
                chunk(client);
            }
            client.send(Integer.toHexString(tail.length()) + "\r\n" + tail + "\r\n0\r\n\r\n");
            assertThat(client.read().text()).isEqualTo("{\"size\":" + 2L * CHUNK + "}");
        }
    }

    private static void chunk(RawClient client) {
        byte[] piece = new byte[PIECE];
        client.send((Integer.toHexString(CHUNK) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (int sent = 0; sent < CHUNK; sent += PIECE) {
            client.send(piece);
        }
        client.send("\r\n");
    }
}
