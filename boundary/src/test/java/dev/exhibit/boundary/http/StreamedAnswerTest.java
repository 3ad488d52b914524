package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.RawClient.Reply;
import dev.exhibit.boundary.testing.TestService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Answers that are streamed: whole, or visibly not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class StreamedAnswerTest {
    private final AtomicReference<Answer> answer = new AtomicReference<>(Answer.empty(204));
    private TestService service;

    @BeforeAll
    void start() {
        Route route =
                new Route(Method.GET, "/v1/answer", Scope.EVIDENCE_READ, new Body.None(), exchange -> answer.get());
        service = new TestService(Limits.defaults(), List.of(route));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void streamsOfAllSizesArriveWhole() {
        try (RawClient client = service.pipeline()) {
            for (int size : List.of(0, 1, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 1_000_000)) {
                String text = "x".repeat(size);
                answer.set(Answer.stream("text/plain", size, () -> stream(text)));
                assertThat(client.request("GET", "/v1/answer").text()).isEqualTo(text);
            }
        }
    }

    @Test
    void aStreamOfAnotherLengthIsNeverAWholeAnswer() {
        for (int real : List.of(99_999, 100_001)) {
            answer.set(Answer.stream("text/plain", 100_000, () -> stream("x".repeat(real))));
            assertThatThrownBy(() -> get()).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aStreamThatFailsInTheMiddleBreaksTheConnection() {
        answer.set(Answer.stream("text/plain", 100_000, () -> new FailingAfter(50_000)));
        assertThatThrownBy(() -> get()).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aStreamThatFailsAtOnceIsADefect() {
        answer.set(Answer.stream("text/plain", 100_000, () -> new FailingAfter(0)));
        Reply reply = get();
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text()).contains("\"code\":\"defect\"");
    }

    private Reply get() {
        try (RawClient client = service.pipeline()) {
            return client.request("GET", "/v1/answer");
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Gives so many bytes and then fails. */
    private static final class FailingAfter extends InputStream {
        private int left;

        FailingAfter(int bytes) {
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("the disk is gone");
            }
            int read = Math.min(left, length);
            left -= read;
            return read;
        }
    }
}
